# The jobs of bench/economics.py in R: name of the job and number of draws. Prints processor seconds.
arguments <- commandArgs(trailingOnly = TRUE); job <- arguments[1]; n <- as.integer(arguments[2]); k <- seq(0, 50000, 100)
set.seed(1); th <- matrix(rnorm(n * 6), n); A <- matrix(rnorm(24), 6); B <- matrix(rnorm(24), 6)
e <- .7 + .02 * th %*% A + .01 * matrix(rnorm(n * 4), n); c <- 20000 + 900 * th %*% B + matrix(rgamma(n * 4, 2, scale = 800), n)
spent <- function(expression) { t <- system.time(expression); cat(t[["user.self"]] + t[["sys.self"]], "\n") }
if (job == "bcea") { suppressMessages(library(BCEA)); spent({ m <- bcea(e, c, ref = 1, interventions = paste0("t", 1:4), k = k); multi.ce(m) }) }
if (job == "dampack") { suppressMessages(library(dampack))
  p <- make_psa_obj(as.data.frame(c), as.data.frame(e), as.data.frame(th), paste0("t", 1:4)); spent({ ceac(k, p); calc_evpi(p, k) }) }
if (job == "voi") { suppressMessages(library(voi)); x <- as.data.frame(th); names(x) <- paste0("p", 1:6)
  spent(evppi(list(e = e, c = c, k = k), x, pars = "p1", method = "gam")) }
if (job == "mgcv") { suppressMessages(library(mgcv)); x1 <- th[, 1]
  spent(for (d in 2:4) for (y in list(e[, d] - e[, 1], c[, d] - c[, 1])) fitted(gam(y ~ te(x1, bs = "cr")))) }
