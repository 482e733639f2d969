import Cluster

/// What can go wrong in a demo, and what there is to see then.
struct DemoFaultText {
  let state: ScreenState
  let width: Int

  var lines: [StyledLine] {
    var text = LabelledText(width: width, labelColumns: 13)
    let faults = state.demoFaults
    if faults.isEmpty { text.add(StyledLine("The run has come too far for anything to go wrong.", .text)) }
    for fault in faults {
      text.add(fault.title, DemoFaultText.sentences(fault, state), labelStyle: .bright)
      text.space()
    }
    if !faults.isEmpty, !state.isRunning {
      text.add("then", ["\(state.label(of: .rollAll)) begins a run, and meets it"])
    }
    return text.lines
  }

  private static func sentences(_ fault: DemoFault, _ state: ScreenState) -> [String] {
    switch fault {
    case .oldKernel(let node):
      [
        "\(node) boots the kernel that ran before.",
        "A restart is believed only by proof: the run stops there, and touches no other node.",
      ]
    case .noStart(let guest):
      [
        "\(state.label(of: [guest])) does not start away from home.",
        "It is tried again, less and less often; then its node is left out, and everybody comes home.",
      ]
    case .lateDevice(let node, let path):
      [
        "\(path) appears minutes after the boot of \(node).",
        "The checklist on its card says what is missing, and nobody comes home before it is there.",
      ]
    }
  }
}
