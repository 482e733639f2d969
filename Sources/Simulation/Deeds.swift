/// What was ordered on a cluster that a rule of safety speaks of, a line each.
public struct Deeds: Hashable, Sendable, Codable {
  /// Something done by force.
  public struct Force: Hashable, Sendable, Codable, CustomStringConvertible {
    /// `stop`, `unlock`, `reboot` or `sysrq`.
    public var verb: String
    /// The guest or the node.
    public var subject: String
    /// The lock that was removed, for `unlock`.
    public var lock: String?

    /// In words.
    public var description: String { "\(verb) \(subject)" + (lock.map { " (\($0))" } ?? "") }
  }

  /// An order to reboot a node that still ran guests.
  public struct Reboot: Hashable, Sendable, Codable {
    /// The node.
    public var node: String
    /// The guests.
    public var guests: [Int]
  }

  /// Most members of the cluster that were down by order at one moment.
  public var mostNodesDownByOrder = 0
  /// How often each member went down by order.
  public var downByOrder: [String: Int] = [:]
  /// Orders to reboot a node that still ran guests.
  public var rebootedWithGuests: [Reboot] = []
  /// Orders to reboot a node while another was missing, or while its vote was needed.
  public var rebootedAtRisk: [String] = []
  /// Work of others that an order to reboot killed.
  public var killedTasks: [String] = []
  /// Machines that were sent to an older QEMU than they run on.
  public var movedToOlder: [String] = []
  /// Running guests that a tool was told to shut down where they were.
  public var shutDown: [Int] = []
  /// Whatever was done by force: guests stopped, locks removed, nodes reset.
  public var forced: [Force] = []
  /// Runs whose jobs were started while another run's were under way.
  public var runsAtOnce: [String] = []
  /// Programs that had a secret among their words.
  public var secretsShown: [String] = []

  /// Nothing yet.
  public init() {}
}
