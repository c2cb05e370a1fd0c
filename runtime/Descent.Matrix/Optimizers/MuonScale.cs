namespace Descent.Matrices;

/// <summary>By what <see cref="Muon"/> multiplies its learning rate, for each tensor.</summary>
public enum MuonScale
{
    /// <summary>The square root of rows over columns, at least 1, as Keller Jordan has it; PyTorch's "original".</summary>
    Original,

    /// <summary>
    /// 0.2 times the square root of the longer side, which makes updates as large as AdamW's (Liu et al., Moonshot, 2025, arXiv:2502.16982);
    /// PyTorch's "match_rms_adamw". Its learning rate and decay can be AdamW's.
    /// </summary>
    MatchAdamW,
}
