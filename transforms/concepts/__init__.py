"""The words of a claim's agent or target in; the id of the concept that they name, or None, out.

The data are for a domain expert to read and correct: interventions.csv, outcomes.csv, modified.csv, ambiguous.csv here,
and concepts.toml in each language's folder. A language is a column `xx` with `xx_terms`, and such a file.
"""

from transforms.concepts.linking import ConceptMatch, link_concept
from transforms.concepts.vocabulary import Concept, Role, concepts

__all__ = ["Concept", "ConceptMatch", "Role", "concepts", "link_concept"]
