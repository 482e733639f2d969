import Cluster
import Planning

/// A run that ended before its work was done, and can be taken up. Until that is settled no other run is begun: where
/// guests are now would be taken for their homes.
public struct OpenRun: Hashable, Sendable {
  /// Its id.
  public var run: RunID
  /// What was asked for.
  public var scope: RunScope
  /// Why it ended.
  public var reason: String
  /// Nodes whose turns are not over, in their order.
  public var nodesLeft: [NodeName]
  /// Guests that are not home as far as the run knew.
  public var guestsAway: Int

  /// A run by where it stood at last.
  /// - Parameter homes: where its guests belong.
  public init(_ progress: RunProgress, homes: [GuestID: NodeName], reason: String) {
    run = progress.run
    scope = progress.scope
    self.reason = reason
    nodesLeft = progress.nodes.filter { $0.stage != .done }.map(\.node)
    guestsAway = homes.count { guest, home in progress.places[guest].map { $0 != home } ?? false }
  }

  /// Why nothing else is begun.
  var refusal: String { "run \(run) is unfinished: :resume carries it on, :abort brings its guests home" }
}

/// What is to become of a run that can be taken up.
public enum Settlement: Hashable, Sendable {
  /// It is carried on to its end.
  case resume
  /// Its guests come home, and it ends.
  case abort
}

/// What taking a run up means, for the dialog that asks for consent.
struct SettlementText {
  let open: OpenRun
  let settlement: Settlement
  let width: Int

  var title: String {
    switch settlement {
    case .resume: "Carry run \(open.run) on"
    case .abort: "End run \(open.run), all home"
    }
  }

  var lines: [StyledLine] {
    var text = LabelledText(width: width)
    text.add("ended", [open.reason.isEmpty ? "before its work was done" : open.reason])
    text.add("guests", [open.guestsAway == 0 ? "all were home then" : "\(open.guestsAway) were away from home then"])
    text.add("first", ["the cluster is looked at as it is; what went on by itself is not done twice"])
    let nodes = open.nodesLeft.map(\.rawValue).joined(separator: ", ")
    switch settlement {
    case .resume:
      text.add("then", [nodes.isEmpty ? "every guest comes home" : "\(nodes): what is left of their turns"])
    case .abort:
      text.add("then", ["every guest comes home, now"])
      if !nodes.isEmpty { text.add("not done", [nodes], style: .bright) }
    }
    return text.lines
  }
}
