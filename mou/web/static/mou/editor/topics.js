// The twenty topics in the order of the vocabulary.

export const TOPICS = [
  ...["parties", "purpose_goals", "roles", "chain_of_command", "duty", "selection", "training", "info_sharing"],
  ...[
    "technology",
    "response",
    "enforcement",
    "discipline_boundary",
    "threat_assessment",
    "crisis_planning",
    "funding",
  ],
  ...["data_reporting", "evaluation_complaints", "liability", "civil_rights", "miscellaneous"],
];
