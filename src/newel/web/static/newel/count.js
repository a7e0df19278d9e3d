// Loaded only after a yes to counting: says which page was opened, and nothing else.
fetch(document.currentScript.dataset.to, { method: "POST", body: new URLSearchParams({ page: location.pathname }), keepalive: true });
