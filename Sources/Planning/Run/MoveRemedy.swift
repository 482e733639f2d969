import Cluster

/// Commands that an operator can paste to put a guest right.
enum MoveRemedy {
  /// Brings a guest from one node to another.
  static func command(_ guest: GuestID, kind: Guest.Kind, on place: NodeName, to home: NodeName) -> String {
    switch kind {
    case .container: "on \(place): pct migrate \(guest) \(home) --restart"
    case .machine: "on \(place): qm migrate \(guest) \(home) --online"
    }
  }

  /// Does by hand what a move was to do.
  static func command(_ move: Plan.Move) -> String {
    switch (move.way, move.leg) {
    case (.live, _), (.restart, _): command(move.guest, kind: move.kind, on: move.from, to: move.to)
    case (.shutdown, .drain): "on \(move.from): \(move.kind.tool) shutdown \(move.guest)"
    case (.shutdown, .return): start(move.guest, kind: move.kind, on: move.to)
    }
  }

  /// Starts a guest where it is.
  static func start(_ guest: GuestID, kind: Guest.Kind, on place: NodeName) -> String {
    "on \(place): \(kind.tool) start \(guest)"
  }
}
