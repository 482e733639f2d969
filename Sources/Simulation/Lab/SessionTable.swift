import Glibc
import Local

/// Who serves connections of a port: sshd's processes, found through the sockets they hold.
///
/// They can't be found by parentage: a session outlives the sshd that accepted it, as it does on a real node.
enum SessionTable {
  /// sshd's processes that hold a socket with this local port: sessions, logins under way, and the listener.
  static func servers(ofPort port: UInt16) -> [pid_t] {
    let sockets = socketInodes(localPort: port)
    guard !sockets.isEmpty else { return [] }
    return processes().filter { process in
      // OpenSSH 9.8 and later serve sessions in programs of their own: sshd-session, sshd-auth.
      (LabFile.read("/proc/\(process)/comm") ?? "").hasPrefix("sshd")
        && holds(process, anyOf: sockets)
    }
  }

  /// Inodes of TCP sockets bound to 127.0.0.1 and this port.
  private static func socketInodes(localPort: UInt16) -> Set<Substring> {
    let digits = String(localPort, radix: 16, uppercase: true)
    let local = "0100007F:" + String(repeating: "0", count: 4 - digits.count) + digits
    let lines = (LabFile.read("/proc/net/tcp") ?? "").split(separator: "\n").dropFirst()
    var inodes: Set<Substring> = []
    for line in lines {
      let fields = line.split(separator: " ")
      if fields.count > 9 && fields[1] == local && fields[9] != "0" { inodes.insert(fields[9]) }
    }
    return inodes
  }

  private static func processes() -> [pid_t] {
    LocalFolder.names(in: "/proc").compactMap { pid_t($0) }.sorted()
  }

  private static func holds(_ process: pid_t, anyOf inodes: Set<Substring>) -> Bool {
    let folder = "/proc/\(process)/fd"
    return LocalFolder.names(in: folder).contains { name in
      var target = [CChar](repeating: 0, count: 64)
      let length = readlink("\(folder)/\(name)", &target, target.count)
      guard length > 0 else { return false }
      let text = String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return text.hasPrefix("socket:[")
        && inodes.contains(text.dropFirst("socket:[".count).dropLast())
    }
  }
}
