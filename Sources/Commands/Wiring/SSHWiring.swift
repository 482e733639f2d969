import Remote
import SSH

extension ClusterConfig {
  /// The connections to all hosts; none is opened before it is needed.
  var shell: SSHShell {
    SSHShell(hosts: hosts.map(\.sshHost), knownHosts: knownHostsFiles)
  }

  /// The files of known hosts; the first one takes newly trusted keys.
  var knownHostsFiles: KnownHostsFiles {
    KnownHostsFiles(read: ssh.knownHosts, accepted: ssh.knownHosts.first ?? "~/.ssh/known_hosts")
  }
}

extension HostConfig {
  /// The host as the SSH library takes it.
  var sshHost: SSHHost {
    SSHHost(
      name: label, address: address, port: UInt16(ssh.port), user: ssh.user, identityFiles: ssh.identityFiles,
      useAgent: ssh.usesAgent, useSudo: ssh.usesSudo, hostKeyAlias: name?.rawValue,
      connectTimeout: .milliseconds(Int(ssh.connectTimeoutSeconds * 1000)))
  }
}
