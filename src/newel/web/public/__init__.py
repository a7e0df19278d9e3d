"""The public site: the published report, what the study is, and the cookie tool. No page sets a cookie by itself."""
