/// `kexec`, where kexec-tools is installed.
/// - Source: kexec(8).
enum Kexec {
  @Sendable static func run(_ process: Process) {
    guard process.node.machine.hasKexec else { return process.fail("sh: 1: kexec: not found", status: 127) }
    let words = Array(process.arguments)
    guard words.first == "--load", words.count > 1, words[1].hasPrefix("/boot/vmlinuz-") else {
      return process.failUsage("kexec: unknown arguments")
    }
    guard process.node.files.exists(words[1]) else { return process.fail("Cannot open `\(words[1])'", status: 1) }
    process.node.directKernel = String(words[1].dropFirst("/boot/vmlinuz-".count))
    process.finish()
  }
}
