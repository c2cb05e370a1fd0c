using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The exponential and its relatives over all of <see cref="double"/>, in two last places, for relaxed rules. As <see cref="Exponentials"/>, but that
/// the remainder has a second part where a difference follows, and that a power of 2 is the product of two, so that it may end in a subnormal number.
/// </summary>
internal static class VectorExponentials
{
    /// <summary>Beyond this, either way, the exponential is infinite or 0.</summary>
    private const double Limit = 750;

    /// <summary>Adding this leaves an integer in the lowest bits, rounded.</summary>
    private const double Shift = 6755399441055744;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Exponential<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(Restrict(x), out var k, out var r, out var tail);
        return TimesPowerOf2(r + tail, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Sine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Hyperbolic(TDoubles.Abs(x), out var sine, out _, out var scale);
        return TDoubles.CopySign(sine * scale, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Cosine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Hyperbolic(TDoubles.Abs(x), out _, out var cosine, out var scale);
        return cosine * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Tangent<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Hyperbolic(TDoubles.Abs(x), out var sine, out var cosine, out _);
        return TDoubles.CopySign(sine / cosine, x);
    }

    /// <summary>2ᵏ·eʳ for |r| ≤ ln 2 / 2 and an integer of at most 1200.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles TimesPowerOf2<TDoubles>(TDoubles r, TDoubles k)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var half = TDoubles.Round(k * TDoubles.Create(0.5));
        return Exponentials.TimesPowerOf2(r, half) * Exponentials.PowerOf2(k - half);
    }

    /// <summary>Both times a power of 2 that the scale takes back, for an x that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Hyperbolic<TDoubles>(TDoubles x, out TDoubles sine, out TDoubles cosine, out TDoubles scale)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        // Far up e⁻ˣ is nothing beside eˣ, and eˣ may be infinite where its half is not.
        Reduce(Restrict(x), out var k, out var r, out var tail);
        var isFar = TDoubles.IsNegative(TDoubles.Create(500) - k);
        var turned = TDoubles.Select(isFar, TDoubles.Create(-500), -k);
        scale = TDoubles.Select(isFar, Exponentials.PowerOf2(TDoubles.Create(600)), TDoubles.Create(1));
        k = TDoubles.Select(isFar, k - TDoubles.Create(600), k);

        Exponentials.OfHyperbolic(r, out var sinh, out var coshLessOne);
        sinh += TDoubles.FusedMultiplyAdd(tail, coshLessOne, tail);
        coshLessOne = TDoubles.FusedMultiplyAdd(r, tail, coshLessOne);
        var half = TDoubles.Create(0.5);
        var (up, down) = (Exponentials.PowerOf2(k) * half, Exponentials.PowerOf2(turned) * half);
        var (sum, difference) = (up + down, up - down);
        sine = difference + TDoubles.FusedMultiplyAdd(difference, coshLessOne, sum * sinh);
        cosine = sum + TDoubles.FusedMultiplyAdd(sum, coshLessOne, difference * sinh);
    }

    /// <summary>What is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Restrict<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var limit = TDoubles.Create(Limit);
        return TDoubles.Select(TDoubles.Abs(x) >= limit, TDoubles.CopySign(limit, x), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<TDoubles>(TDoubles x, out TDoubles k, out TDoubles r, out TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var low = TDoubles.Create(-2.3190468138462996e-17);
        k = TDoubles.FusedMultiplyAdd(x, TDoubles.Create(1.4426950408889634), TDoubles.Create(Shift)) - TDoubles.Create(Shift);
        var first = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(-0.6931471805599453), x);
        r = TDoubles.FusedMultiplyAdd(k, low, first);
        tail = TDoubles.FusedMultiplyAdd(k, low, first - r);
    }
}
