using System;

namespace Descent.Generator.IR;

/// <summary>What an operation is and may do.</summary>
[Flags]
internal enum OperationTraits
{
    None = 0,

    /// <summary>Stores, regions and the like: never shared, moved or removed for being unused.</summary>
    Control = 1 << 0,

    /// <summary>The result follows from the operands alone: the row has an evaluator, and each table of what an operation becomes an entry.</summary>
    Pure = 1 << 1,

    /// <summary>The order of two operands does not matter for any bit of the result (NaNs counting as one value).</summary>
    Commutative = 1 << 2,

    /// <summary>No operation of a processor: at element rate our own vectors in <c>float</c>, C#'s own function lane by lane in <c>double</c>.</summary>
    Lanewise = 1 << 3,

    /// <summary>Has operands of any one type and a Boolean result.</summary>
    Comparison = 1 << 4,

    /// <summary>
    /// One right answer on doubles, which every host gives, and so may be computed here. <c>Pow</c>, <c>Exp</c> and their like are the
    /// platform's and stay; ints and truths always have one right answer.
    /// </summary>
    Exact = 1 << 5,

    /// <summary>Can be checked for overflow where the result is an <c>int</c>.</summary>
    Checkable = 1 << 6,

    /// <summary>Throws for some operands where the result is an <c>int</c>, so it must stay under its branch.</summary>
    MayThrowOnIntegers = 1 << 7,

    /// <summary>Throws for some operands where the result is a <c>double</c>.</summary>
    MayThrowOnDoubles = 1 << 8,

    /// <summary>Made for the loops of relaxed rules alone: nobody writes it, and C# does not have it.</summary>
    Relaxed = 1 << 9,

    /// <summary>Never falls where its one operand rises: an interval becomes that of its ends.</summary>
    Increasing = 1 << 10,

    /// <summary>NaN where the first operand is negative; a power is that unless its exponent is whole.</summary>
    NaNBelowZero = 1 << 11,
}
