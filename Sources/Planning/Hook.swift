import Cluster

/// A command of the operator's that is run at a moment of every run.
///
/// It is run at least once: one that has answered is not run again, whatever becomes of the run; one of which no answer
/// was written down, because the process ended meanwhile, is. A preparation that may be missing would be worse than one
/// that is done twice, and a message twice is better than none.
public struct Hook: Hashable, Sendable, Codable {
  /// When it is run.
  public enum Moment: String, Sendable, Codable, CaseIterable {
    /// Before anything is touched.
    case beforeRun = "before-run"
    /// When nothing is left to be done, however the run went.
    case afterRun = "after-run"
    /// When monitoring keeps quiet about a node's turn, before its first guest is touched.
    case beforeNode = "before-node"
    /// When the guests of a node's turn are home, before monitoring watches again.
    case afterNode = "after-node"
    /// Before a guest is moved, or shut down with its node.
    case beforeMove = "before-move"
    /// When a guest has arrived and is well.
    case afterMove = "after-move"
    /// When a human is needed.
    case attention
  }

  /// Where it is run.
  public enum Place: String, Sendable, Codable, CaseIterable {
    /// On the machine that herdmon runs on.
    case controller
    /// On the node whose turn it is; around a move, on the node where the guest is.
    case node
    /// In the guest, by its container or its guest agent.
    case guest
  }

  /// When it is run.
  public var moment: Moment
  /// Where it is run.
  public var place: Place
  /// Program and arguments.
  public var words: [String]
  /// Limit of its time, in whole seconds.
  public var limitSeconds: Int
  /// What becomes of the run when it fails. A move that it keeps from beginning or from being done counts as failed.
  public var onFailure: OnFailure

  /// A hook with a minute's time that holds the run when it fails.
  public init(_ moment: Moment, at place: Place = .controller, words: [String]) {
    self.moment = moment
    self.place = place
    self.words = words
    limitSeconds = 60
    onFailure = .hold
  }

  /// How messages name it.
  public var name: String { "\(moment.rawValue) hook \(words.first ?? "")" }
}

/// A hook with what it finds in its environment.
public struct HookCall: Hashable, Sendable, Codable {
  /// What is run.
  public var hook: Hook
  /// Facts of its moment by name, such as `NODE`. Names of guests among them are hostile text.
  public var facts: [String: String]

  /// A hook with its facts.
  public init(hook: Hook, facts: [String: String]) {
    self.hook = hook
    self.facts = facts
  }

  /// What a run of the hook finds in its environment.
  public func environment(of run: RunID) -> [String: String] {
    let all = facts.merging(["EVENT": hook.moment.rawValue, "RUN": "\(run)"]) { own, _ in own }
    return Dictionary(uniqueKeysWithValues: all.map { ("HERDMON_\($0.key)", $0.value) })
  }
}

/// What hooks and those who keep monitoring quiet are told of guests.
public enum GuestFacts {
  /// Ids, and in the same order names, one a line.
  public static func of(_ guests: [NamedGuest]) -> [String: String] {
    [
      "GUESTS": guests.map { "\($0.id)" }.joined(separator: " "),
      "GUEST_NAMES": guests.map { line($0.name) }.joined(separator: "\n"),
    ]
  }

  /// A text of someone else's on one line.
  static func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }
}
