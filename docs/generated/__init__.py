"""The generated parts of the documents, by name."""

from collections.abc import Callable

from generated import codebooks, commands, exchange, layers, measures, models, plugins, verification

PARTS: dict[str, Callable[[], str]] = {
    "layers": layers.layers,
    "commands": commands.commands,
    "targets": commands.targets,
    "protocol": models.protocol,
    "instrument": models.instrument,
    "returns": models.returns,
    "records": models.records,
    "findings": models.findings,
    "costs": models.costs,
    "codebook": codebooks.codebook,
    "frameworks": codebooks.shipped,
    "coding_project": exchange.coding_project,
    "displays": models.displays,
    "truths": models.truths,
    "analyses": plugins.analyses,
    "rules": plugins.rules,
    "renderers": plugins.renderers,
    "importers": plugins.importers,
    "pathway_measures": measures.pathway_measures,
    "verification": verification.verification,
    "tolerances": verification.tolerances,
}
