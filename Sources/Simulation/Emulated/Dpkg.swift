/// `dpkg [--force-…] --configure -a`: completes an upgrade that was broken off.
/// - Source: facts/pve.md 9.3.
enum Dpkg {
  @Sendable static func run(_ process: Process) {
    let words = process.arguments.filter { !$0.hasPrefix("--force-") }
    guard Array(words) == ["--configure", "-a"] else { return process.failUsage("dpkg: error: need an action option") }
    let node = process.node
    if let holder = node.packages.lockHolder {
      return process.fail(
        "dpkg: error: dpkg frontend lock was locked by another process with pid \(holder.pid)", status: 2)
    }
    guard node.packages.isInterrupted else { return process.finish() }
    node.packages.lockHolder = (process.pid, "dpkg")
    process.onSignal = { [unowned node] _ in
      node.packages.lockHolder = nil
      return false
    }
    process.out("Setting up \(node.packages.pending.first?.name ?? "base-files") ...\n")
    process.after(node.cluster.varied(5)) {
      node.packages.isInterrupted = false
      node.packages.lockHolder = nil
      process.onSignal = nil
      process.finish()
    }
  }
}
