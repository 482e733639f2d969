/// What a connection may take up, and how long silence is borne.
public struct SSHLimits: Sendable, Hashable {
  /// Commands at once over one connection. sshd's MaxSessions is 10 (facts/pve.md 11.2); two stay free for others.
  public var channelsPerSession: Int
  /// While a command waits, the server is asked for a sign of life after so much silence.
  public var keepalive: Duration
  /// After so much silence while a command waits, the connection is given up: a node that reboots or loses its power
  /// leaves it hanging without an end.
  public var deadAfter: Duration
  /// How long a connection that lay idle may take to open a channel before it is replaced by a new one.
  public var idleProbe: Duration
  /// How long a packet may wait until the socket takes it.
  public var sendTimeout: Duration
  /// How long the agent may take to answer; after that the login goes on without it.
  public var agentTimeout: Duration
  /// Output and error output of one command together; a command that says more is given up.
  public var outputBytesMax: Int
  /// Pauses between failed attempts to connect.
  public var backoff: ConnectBackoff

  /// Limits that suit sshd as Proxmox VE ships it.
  public init(
    channelsPerSession: Int = 8, keepalive: Duration = .seconds(8), deadAfter: Duration = .seconds(30),
    idleProbe: Duration = .seconds(5), sendTimeout: Duration = .seconds(5), agentTimeout: Duration = .seconds(3),
    outputBytesMax: Int = 64 << 20, backoff: ConnectBackoff = ConnectBackoff()
  ) {
    self.channelsPerSession = max(1, channelsPerSession)
    self.keepalive = keepalive
    self.deadAfter = deadAfter
    self.idleProbe = idleProbe
    self.sendTimeout = sendTimeout
    self.agentTimeout = agentTimeout
    self.outputBytesMax = outputBytesMax
    self.backoff = backoff
  }
}
