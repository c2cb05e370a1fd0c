namespace Descent;

/// <summary>How freely the compiler may rewrite the arithmetic of a rule's loop.</summary>
public enum FloatMath
{
    /// <summary>
    /// Not at all: each operation is one IEEE 754 operation, in the order written. The same bits as the rule's own method, on every machine.
    /// </summary>
    Strict,

    /// <summary>
    /// As algebra allows: a division by what is the same for all weights becomes a multiplication by its reciprocal, factors that are the
    /// same for all weights are multiplied once, a product and a sum are rounded once where the hardware can, quotients of <see cref="float"/> begin with the
    /// processor's estimate of a reciprocal where that saves time, and functions of <see cref="double"/> are computed for many weights at once.
    /// </summary>
    /// <remarks>
    /// Each rewriting leaves at most two roundings, of 2⁻²⁴ in <see cref="float"/> and 2⁻⁵³ in <see cref="double"/>, where there was one.
    /// So a result differs from the strict one by at most 4 · n such roundings, n being the operations on the way to it, relative to the
    /// magnitudes of the terms that were added; as long as nothing overflows or becomes subnormal. The bits are the same for every thread
    /// count and cut; in <see cref="double"/> also for every vector width and machine with fused multiply-adds, in <see cref="float"/> for one machine, where a divisor
    /// below 2⁻¹²⁸ in magnitude may count as 0. In <see cref="double"/> the functions are within 3 last places of the true value, each weight by itself; the length of a hypotenuse, the remainder, and sines, cosines and
    /// tangents of more than 2²⁸, are C#'s own. In <see cref="float"/> they are correctly rounded, but for <c>Exp</c>, <c>Log</c>,
    /// <c>Log2</c>, <c>Sin</c> and <c>Cos</c>: those are of <see cref="System.Numerics.Vector"/>, within 4 last places, and may round otherwise
    /// beside other values, so with them the bits hold for one machine and one cut.
    /// </remarks>
    Relaxed,
}
