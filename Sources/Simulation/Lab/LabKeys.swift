import Glibc
import Local

/// The lab's keys: one for the client, one for each host. Made once; a lab that is started again keeps them.
struct LabKeys {
  let directory: LabDirectory

  /// Makes what is missing and writes who may log in and who is known.
  func prepare(hosts: [LabRecord.Host]) throws(LabError) {
    try make(directory.clientKey, comment: "herdmon-lab")
    try LabFile.write(publicKey(directory.clientKey), to: directory.authorizedKeys)
    var known = ""
    for host in hosts {
      let folder = directory.folder(of: host.name)
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw LabError(
          .directoryUnusable, "\(folder) can't be made: \(String(cString: strerror(errno)))",
          remedy: "name another directory with --dir")
      }
      try make(directory.hostKey(of: host.name), comment: host.name)
      let words = try publicKey(directory.hostKey(of: host.name)).split(separator: " ")
      known += "[127.0.0.1]:\(host.port) " + words.prefix(2).joined(separator: " ") + "\n"
    }
    try LabFile.write(known, to: directory.knownHosts)
  }

  private func make(_ path: String, comment: String) throws(LabError) {
    if access(path, R_OK) == 0 && access(path + ".pub", R_OK) == 0 { return }
    unlink(path)
    let program = try LabPrograms.require("ssh-keygen")
    let result = LocalProgram.run([
      program, "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path,
    ])
    guard result.status == 0 else {
      throw LabError(
        .directoryUnusable, "ssh-keygen could not make \(path): \(result.output)",
        remedy: "name another directory with --dir")
    }
  }

  private func publicKey(_ path: String) throws(LabError) -> String {
    guard let text = LabFile.read(path + ".pub") else {
      throw LabError(
        .directoryUnusable, "\(path).pub can't be read",
        remedy: "end the lab, remove \(path) and start it again")
    }
    return text
  }
}

/// The programs that a lab stands on.
enum LabPrograms {
  /// Path of an OpenSSH program.
  static func require(_ name: String) throws(LabError) -> String {
    guard let path = LocalProgram.find(name) else {
      throw LabError(
        .programMissing,
        "the practice cluster stands on real OpenSSH, and \(name) is not installed",
        remedy: "install it with: apt-get install openssh-server openssh-client")
    }
    return path
  }

  /// What sshd starts for every command: the small program beside this one, or else this one, which does the same and
  /// takes longer to start.
  static func labShell() throws(LabError) -> [String] {
    guard let own = LocalProgram.own else {
      throw LabError(.programMissing, "/proc/self/exe can't be read", remedy: "mount /proc")
    }
    let folder = own.split(separator: "/").dropLast().joined(separator: "/")
    let small = "/\(folder)/herdmon-lab-shell"
    return access(small, X_OK) == 0 ? [small] : [own, "lab", "shell"]
  }
}
