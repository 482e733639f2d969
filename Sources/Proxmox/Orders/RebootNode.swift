import Cluster
import Planning
import Remote

/// The restart of a node.
/// - Source: facts/pve.md 8.1. `reboot` may be wrapped by molly-guard, which asks; `systemctl reboot` is not.
enum RebootNode {
  static let tried = "restart the node"

  static var line: CommandLine { CommandLine(Command("systemctl", "reboot"), purpose: tried) }

  /// Loads the kernel first: where that fails, or kexec-tools is missing, nothing is shut down.
  static func kexec(_ kernel: String) -> CommandLine {
    CommandLine(
      Command(
        script: #"kexec --load "/boot/vmlinuz-$1" --initrd="/boot/initrd.img-$1" --reuse-cmdline && systemctl kexec"#,
        [kernel]), purpose: tried + " without its firmware")
  }

  /// One rung of the ladder out of a stuck shutdown. The kernel's own restart needs the key to be allowed, and some
  /// seconds to write disks out.
  static func force(_ rung: RebootRung) -> CommandLine {
    let command: Command =
      switch rung {
      case .force: Command("systemctl", "reboot", "--force")
      case .doubleForce: Command("systemctl", "reboot", "--force", "--force")
      case .sysrq:
        Command(
          script: "echo 1 >/proc/sys/kernel/sysrq; echo s >/proc/sysrq-trigger; sleep 2; "
            + "echo u >/proc/sysrq-trigger; sleep 2; echo b >/proc/sysrq-trigger")
      }
    return CommandLine(command, purpose: tried + " by force")
  }

  /// Exit 0, no exit status and a broken connection are all a restart under way; only a new boot id proves it.
  static func answer(from result: CommandResult, of node: NodeName) throws(NodeError) {
    switch result.exit {
    case .status(0), .none, .signal: return
    case .status(let status):
      let said = Excerpt.errors(result.errorText + "\n" + result.outputText)
      throw NodeError(
        kind: .refused, host: node.rawValue, tried: tried,
        answered: said.isEmpty ? "exit status \(status)" : "\(said) (exit status \(status))",
        remedy: said.contains("nhibit")
          ? "see `systemd-inhibit --list` on \(node) and end what holds the node up"
          : "see `systemctl list-jobs` and `journalctl -b` on \(node)")
    }
  }
}
