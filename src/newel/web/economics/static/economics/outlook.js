// The same sums as newel.costs.deciding, step by step in the same order, so that both come to the same numbers.

export function outlook(assumed) {
  let effect = 1, worth = 1, weight = 0, lasting = 0;
  const each = (assumed.children * assumed.prevented) / 100;
  const years = [];
  for (let number = 1; number <= assumed.years; number += 1) {
    weight += worth;
    lasting += effect * worth;
    const prevented = assumed.places * each * effect;
    const cost = assumed.places * assumed.cost;
    const saved = prevented * assumed.unit_cost;
    years.push({ number, prevented, cost, saved, net: cost - saved });
    effect *= assumed.lasts;
    worth /= 1 + assumed.rate;
  }
  const cost = assumed.cost * weight;
  const prevented = each * lasting;
  const saved = prevented * assumed.unit_cost;
  const worthOfOne = (assumed.children / 100) * assumed.unit_cost * lasting;
  const net = cost - saved;
  return {
    cost,
    saved,
    prevented,
    net,
    needed: worthOfOne > 0 ? cost / worthOfOne : null,
    per_incident: prevented > 0 ? cost / prevented : null,
    verdict: Math.abs(net) < 0.5 ? "even" : net < 0 ? "pays" : "costs",
    years,
  };
}

export function netBetween(assumed, low, high) {
  const ends = [low, high].map((prevented) => outlook({ ...assumed, prevented }).net);
  return [Math.min(...ends), Math.max(...ends)];
}

// Thousands apart, halves away from 0, no minus before zero: as newel.web.economics.presenters.numbers writes them.
export function written(value, decimals = 0) {
  const scale = 10 ** decimals;
  const size = Math.floor(Math.abs(value) * scale + 0.5) / scale;
  const [whole, rest] = size.toFixed(decimals).split(".");
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 && size ? "-" : ""}${apart}${rest ? `.${rest}` : ""}`;
}

export function pounds(value) {
  const text = written(value);
  return text.startsWith("-") ? `-£${text.slice(1)}` : `£${text}`;
}
