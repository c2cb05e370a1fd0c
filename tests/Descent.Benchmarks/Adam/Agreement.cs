namespace Descent.Benchmarks.Adam;

/// <summary>How the results of a contender compare with those of the generated loop.</summary>
internal enum Agreement
{
    /// <summary>It does the same operations in the same order: the same bits.</summary>
    SameBits,

    /// <summary>It computes the same formula in another way: equal but for rounding.</summary>
    EqualButForRounding,

    /// <summary>It moves the same memory and computes something else.</summary>
    None,
}
