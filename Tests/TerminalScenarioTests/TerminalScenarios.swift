import Testing

/// The real program in real terminals, one after the other: together they would wait for each other.
@Suite(.serialized) struct TerminalScenarios {}
