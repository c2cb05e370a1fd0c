using System.Runtime.CompilerServices;

namespace Descent.Matrices;

/// <summary>
/// Adds products to six rows of two vectors of sums: twelve chains of fused multiply-adds, as many as keep two units of four cycles busy and
/// as sixteen registers hold beside the factors. Each sum has one accumulator and takes its terms in ascending order, whatever the width.
/// </summary>
internal static class MicroKernel
{
    /// <summary>The number of rows.</summary>
    public const int Rows = 6;

    /// <summary>The number of vectors of a row.</summary>
    public const int Vectors = 2;

    /// <summary>How many terms are added at most in a call, and how many values further the next row of the left factor is.</summary>
    public const int Depth = 256;

    /// <summary>Adds left × right to the sums.</summary>
    /// <param name="left">Six rows, <see cref="Depth"/> values apart.</param>
    /// <param name="right">Two vectors for each term, one term after the other.</param>
    /// <param name="depth">The number of terms.</param>
    /// <param name="sums">The sums, row by row, without gaps.</param>
    /// <param name="continues">Whether there are sums of earlier terms; they start at zero otherwise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Run<TVectors, TVector, T>(T* left, T* right, int depth, T* sums, bool continues)
        where TVectors : IVectors<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        var width = TVectors.Width;
        TVector a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        if (continues)
        {
            a0 = TVectors.Load(sums + (0 * width));
            b0 = TVectors.Load(sums + (1 * width));
            a1 = TVectors.Load(sums + (2 * width));
            b1 = TVectors.Load(sums + (3 * width));
            a2 = TVectors.Load(sums + (4 * width));
            b2 = TVectors.Load(sums + (5 * width));
            a3 = TVectors.Load(sums + (6 * width));
            b3 = TVectors.Load(sums + (7 * width));
            a4 = TVectors.Load(sums + (8 * width));
            b4 = TVectors.Load(sums + (9 * width));
            a5 = TVectors.Load(sums + (10 * width));
            b5 = TVectors.Load(sums + (11 * width));
        }

        for (; depth > 0; depth--)
        {
            var x = TVectors.Load(right);
            var y = TVectors.Load(right + width);
            var factor = TVectors.Broadcast(left[0 * Depth]);
            a0 = TVectors.MultiplyAdd(factor, x, a0);
            b0 = TVectors.MultiplyAdd(factor, y, b0);
            factor = TVectors.Broadcast(left[1 * Depth]);
            a1 = TVectors.MultiplyAdd(factor, x, a1);
            b1 = TVectors.MultiplyAdd(factor, y, b1);
            factor = TVectors.Broadcast(left[2 * Depth]);
            a2 = TVectors.MultiplyAdd(factor, x, a2);
            b2 = TVectors.MultiplyAdd(factor, y, b2);
            factor = TVectors.Broadcast(left[3 * Depth]);
            a3 = TVectors.MultiplyAdd(factor, x, a3);
            b3 = TVectors.MultiplyAdd(factor, y, b3);
            factor = TVectors.Broadcast(left[4 * Depth]);
            a4 = TVectors.MultiplyAdd(factor, x, a4);
            b4 = TVectors.MultiplyAdd(factor, y, b4);
            factor = TVectors.Broadcast(left[5 * Depth]);
            a5 = TVectors.MultiplyAdd(factor, x, a5);
            b5 = TVectors.MultiplyAdd(factor, y, b5);
            left++;
            right += Vectors * width;
        }

        TVectors.Store(a0, sums + (0 * width));
        TVectors.Store(b0, sums + (1 * width));
        TVectors.Store(a1, sums + (2 * width));
        TVectors.Store(b1, sums + (3 * width));
        TVectors.Store(a2, sums + (4 * width));
        TVectors.Store(b2, sums + (5 * width));
        TVectors.Store(a3, sums + (6 * width));
        TVectors.Store(b3, sums + (7 * width));
        TVectors.Store(a4, sums + (8 * width));
        TVectors.Store(b4, sums + (9 * width));
        TVectors.Store(a5, sums + (10 * width));
        TVectors.Store(b5, sums + (11 * width));
    }
}
