import Cluster
import Planning

/// What a run will do, in figures, for the dialog that asks for consent.
struct ConsentText {
  let state: ScreenState
  let scope: RunScope
  let plan: Plan
  let width: Int

  static func title(_ scope: RunScope) -> String {
    switch scope {
    case .rolling: "Rolling update and restart of ALL nodes"
    case .update(let nodes): "Update \(names(nodes))"
    case .reboot(let nodes): "Reboot \(names(nodes))"
    case .drain(let nodes): "Drain \(names(nodes))"
    case .undrain(let nodes): "Bring the guests of \(names(nodes)) home"
    }
  }

  /// What the button says.
  static func verb(_ scope: RunScope) -> String {
    switch scope {
    case .rolling: "restart ALL"
    case .update(let nodes): "update \(names(nodes))"
    case .reboot(let nodes): "reboot \(names(nodes))"
    case .drain(let nodes): "drain \(names(nodes))"
    case .undrain(let nodes): "undrain \(names(nodes))"
    }
  }

  private static func names(_ nodes: [NodeName]) -> String { nodes.map(\.rawValue).joined(separator: ", ") }

  var lines: [StyledLine] {
    var text = LabelledText(width: width)
    if !plan.isFeasible {
      text.add(StyledLine("This can't be done now:", .danger))
      add(plan.blockers, "blocked", .danger, to: &text)
      text.space()
    } else if !plan.hasWork {
      text.add(StyledLine("There is nothing to do.", .text))
      for pass in plan.passes {
        text.add(pass.node.rawValue, [pass.action == .return ? "none of its guests is away" : pass.reason])
      }
    } else {
      let passes = PassFigures(state: state, plan: plan)
      if plan.passes.count == 1, let pass = plan.passes.first {
        passes.describe(pass, in: &text)
      } else {
        passes.tabulate(in: &text)
      }
      passes.total(in: &text)
    }
    if !plan.warnings.isEmpty {
      text.space()
      add(plan.warnings, "warning", .bright, to: &text)
    }
    return text.lines
  }

  private func add(_ blockers: [Blocker], _ label: String, _ style: Style, to text: inout LabelledText) {
    for blocker in blockers {
      text.add(label, [blocker.message], style: style)
      if !blocker.remedy.isEmpty { text.add("do", [blocker.remedy]) }
    }
  }
}
