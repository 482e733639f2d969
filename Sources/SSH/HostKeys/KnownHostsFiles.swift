/// The known_hosts files that are read, and the one that accepted keys are written to.
public struct KnownHostsFiles: Sendable, Hashable {
  /// Files that are read, those that don't exist left out.
  public var read: [String]
  /// File that `trust` appends to; it is read as well.
  public var accepted: String
  /// Where Proxmox keeps each node's own `ssh_known_hosts`, on a machine that is itself a node.
  public var proxmoxNodes: String

  /// - Parameters:
  ///   - read: files that are read; a leading `~/` is the home folder.
  ///   - accepted: file that `trust` appends to.
  ///   - proxmoxNodes: folder with a folder per node.
  public init(
    read: [String] = ["~/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts"], accepted: String = "~/.ssh/known_hosts",
    proxmoxNodes: String = "/etc/pve/nodes"
  ) {
    self.read = read.map(SmallFile.expandingHome)
    self.accepted = SmallFile.expandingHome(accepted)
    self.proxmoxNodes = proxmoxNodes
  }

  /// All files that may know this host, each once.
  func paths(for host: SSHHost) -> [String] {
    var paths = read + [accepted]
    if let alias = host.hostKeyAlias, !alias.isEmpty, alias != ".", alias != "..", !alias.contains("/") {
      paths.append("\(proxmoxNodes)/\(alias)/ssh_known_hosts")
    }
    return paths.enumerated().filter { index, path in !paths[..<index].contains(path) }.map(\.element)
  }

  /// Reads them. Blocks as long as the file system does.
  func load(for host: SSHHost) -> KnownHosts {
    var known = KnownHosts()
    for path in paths(for: host) {
      switch SmallFile.read(path) {
      case .success(let content): known.entries += KnownHostsEntry.entries(of: content.bytes, file: path)
      case .failure(.missing): break
      case .failure(.failed(let reason)): known.unreadable.append("\(path): \(reason)")
      }
    }
    return known
  }
}
