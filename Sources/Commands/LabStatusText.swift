import FoundationEssentials
import Simulation

/// The lab's ground truth for a reader.
enum LabStatusText {
  static func text(of json: [UInt8]) -> String { String(decoding: json, as: UTF8.self) }
}
