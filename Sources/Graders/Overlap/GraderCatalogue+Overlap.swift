import Evaluation

extension GraderCatalogue {
    static let overlap: [GraderKind] =
        [BLEUGrader.kind] + ROUGEGrader.kinds + CHRFGrader.kinds + [GLEUGrader.kind, METEORGrader.kind]
        + TokenF1Grader.kinds + ErrorRateGrader.kinds + SetOverlapGrader.kinds + [CosineGrader.kind]
}
