/// Which keys are offered to a server, in which order.
struct LoginPlan: Sendable, Hashable {
  enum Offer: Sendable, Hashable {
    case file(KeyFile)
    case agent(AgentIdentity)

    /// For messages.
    var name: String {
      switch self {
      case .file(let file): file.path
      case .agent(let identity): "\(identity.type) of the agent"
      }
    }
  }

  /// sshd hangs up at the sixth refused key (MaxAuthTries, facts/pve.md 11.2).
  static let offersMax = 5
  /// With files to come after them, the agent's keys must leave some tries.
  static let agentFirstMax = 3

  var offers: [Offer] = []
  var problems: [KeyFile.Problem] = []
  /// Key types of the agent that can't be used here.
  var unusableTypes: [String] = []

  /// - Parameters:
  ///   - files: key files as loaded.
  ///   - areConfigured: whether they were named in the configuration. Then they come first, and those that are missing
  ///     are a problem; the usual files of `~/.ssh` come after the agent and may be missing.
  ///   - agent: what the agent holds.
  init(
    files: [Result<KeyFile, KeyFile.Problem>], areConfigured: Bool, agent: [AgentIdentity], canSignRSA: Bool
  ) {
    let identities = agent.filter { LoginPlan.isUsable($0.type, canSignRSA: canSignRSA) }
    unusableTypes = agent.filter { !identities.contains($0) }.map(\.type)
    var fromFiles: [Offer] = []
    for file in files {
      switch file {
      case .success(let key): fromFiles.append(.file(key))
      case .failure(let problem):
        if let unlocked = identities.first(where: { $0.blob == problem.publicBlob }) {
          fromFiles.append(.agent(unlocked))
        } else if areConfigured || !problem.isMissing {
          problems.append(problem)
        }
      }
    }
    let fromAgent = identities.map(Offer.agent).filter { !fromFiles.contains($0) }
    let ordered =
      areConfigured || fromFiles.isEmpty
      ? fromFiles + fromAgent
      : fromAgent.prefix(LoginPlan.agentFirstMax) + fromFiles + fromAgent.dropFirst(LoginPlan.agentFirstMax)
    offers = Array(ordered.prefix(LoginPlan.offersMax))
  }

  private static func isUsable(_ type: String, canSignRSA: Bool) -> Bool {
    type == "ssh-ed25519" || type.hasPrefix("ecdsa-sha2-") && !type.contains("-cert-")
      || type == "ssh-rsa" && canSignRSA
  }
}
