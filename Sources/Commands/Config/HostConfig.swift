import Cluster

/// A host as configured: where it is, and what differs from the cluster's way to log in.
struct HostConfig: Hashable, Sendable {
  /// Name; nil lets the node tell it.
  var name: NodeName?
  /// Host name or IP address.
  var address: String
  /// How it is reached and logged in to.
  var ssh: SSHConfig
  /// Line in the configuration, for messages.
  var line: Int

  /// How messages and the remote shell name it.
  var label: String { name?.rawValue ?? address }
}

extension HostConfig {
  /// What may stand in a node's inline table.
  private struct Draft {
    var name: NodeName?
    var address: String?
    var ssh: SSHConfig
  }

  private static func keys(at place: ConfigPlace) -> [ConfigKey<Draft>] {
    [
      .text("name", \.name, as: "a node name (letters, digits and hyphens)") { text in NodeName(text).map(Optional.some)
      },
      .text("address", \.address, as: "a host name or IP address") { isAddress($0) ? .some($0) : nil },
      .integer("port", \.ssh.port, in: 1...65_535),
      .word("user", \.ssh.user),
      .paths("identity_file", \.ssh.identityFiles, at: place),
    ]
  }

  /// The hosts of `nodes` or `backup_servers`: tables, or plain strings, which are addresses.
  static func list(
    _ value: ConfigValue, key: String, ssh: SSHConfig, at place: ConfigPlace, problems: inout [ConfigProblem]
  ) -> [HostConfig] {
    guard case .array(let elements) = value.content else {
      problems.append(ConfigProblem(line: value.line, message: "\(key): must be an array of hosts, not \(value.kind)"))
      return []
    }
    var hosts: [HostConfig] = []
    for element in elements {
      var draft = Draft(ssh: ssh)
      switch element.content {
      case .string(let text) where isAddress(text): draft.address = text
      case .string(let text):
        problems.append(
          ConfigProblem(line: element.line, message: "\(key): '\(text)' is not a host name or IP address"))
        continue
      case .table(let table):
        let before = problems.count
        table.store(keys(at: place), in: &draft, section: "an entry of \(key)", problems: &problems)
        if draft.address == nil, problems.count == before {
          problems.append(ConfigProblem(line: element.line, message: "\(key): an entry has no address"))
        }
      default:
        problems.append(
          ConfigProblem(
            line: element.line, message: "\(key): an entry must be an address or a table, not \(element.kind)"))
      }
      guard let address = draft.address else { continue }
      hosts.append(HostConfig(name: draft.name, address: address, ssh: draft.ssh, line: element.line))
    }
    return hosts
  }

  /// Host names and addresses of both families; a port stands in its own key.
  static func isAddress(_ text: String) -> Bool {
    let allowed = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "_"): true
      default: false
      }
    }
    // One colon is a port or a slip; an IPv6 address has two or more.
    return allowed && (1...253).contains(text.utf8.count) && !text.hasPrefix("-")
      && text.count(where: { $0 == ":" }) != 1
  }
}
