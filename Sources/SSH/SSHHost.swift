/// A host as configured: where it is, who logs in, with what.
public struct SSHHost: Sendable, Hashable {
  /// Name by which callers ask for it.
  public var name: String
  /// DNS name, IPv4 or IPv6 address.
  public var address: String
  /// TCP port.
  public var port: UInt16
  /// Login name.
  public var user: String
  /// Private key files in the order they are offered. If empty: the agent, then the usual files of `~/.ssh`.
  public var identityFiles: [String]
  /// Whether identities of the agent are offered.
  public var useAgent: Bool
  /// Path of the agent's socket; nil for the one that `SSH_AUTH_SOCK` names.
  public var agentSocket: String?
  /// Whether command lines run through `sudo`, for a login that is not root.
  public var useSudo: Bool
  /// Name under which its key may also stand in known_hosts: the node's name in Proxmox.
  public var hostKeyAlias: String?
  /// How long a connection may take, from the name lookup to the end of the login.
  public var connectTimeout: Duration

  /// A host; only name and address differ from one to the next in most clusters.
  public init(
    name: String, address: String, port: UInt16 = 22, user: String = "root", identityFiles: [String] = [],
    useAgent: Bool = true, agentSocket: String? = nil, useSudo: Bool = false, hostKeyAlias: String? = nil,
    connectTimeout: Duration = .seconds(10)
  ) {
    self.name = name
    self.address = address
    self.port = port
    self.user = user
    self.identityFiles = identityFiles
    self.useAgent = useAgent
    self.agentSocket = agentSocket
    self.useSudo = useSudo
    self.hostKeyAlias = hostKeyAlias
    self.connectTimeout = connectTimeout
  }

  /// `root@192.168.1.11 port 22`, for messages.
  var target: String { "\(user)@\(address) port \(port)" }
}
