import Testing

/// What asks curses, one after the other: it knows one terminal at a time, and answers in memory of its own.
@Suite(.serialized) struct CursesSuites {}
