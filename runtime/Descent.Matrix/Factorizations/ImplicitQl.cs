namespace Descent.Matrices;

/// <summary>
/// Finds the eigenvalues of a symmetric tridiagonal matrix by implicit QL steps with Wilkinson's shift, from the top down (Dubrulle, Martin and
/// Wilkinson, 1968, the procedure imtql2), and rotates the rows of a matrix along.
/// </summary>
internal static class ImplicitQl
{
    /// <summary>More steps than any eigenvalue needs: two or three are usual.</summary>
    private const int MostSteps = 64;

    /// <summary>What is beside the diagonal of a matrix with magnitudes about 1 and smaller is 0: of numbers with fewer bits than others no rotation could be made.</summary>
    private static readonly double s_negligible = Math.ScaleB(1, -900);

    /// <summary>A block whose end is smaller than its top by this factor is turned around.</summary>
    private static readonly double s_steep = Math.ScaleB(1, -100);

    /// <summary>Replaces the diagonal by the eigenvalues, in no order.</summary>
    /// <param name="diagonal">The diagonal, of a matrix that is scaled as <see cref="DoubleMatrix.CopyScaled{T}"/> does.</param>
    /// <param name="beside">The elements beside it, one fewer; used up.</param>
    /// <param name="rows">The rows: of Qᵀ, for eigenvectors of Q T Qᵀ.</param>
    public static void Run(Span<double> diagonal, Span<double> beside, MatrixView<double> rows)
    {
        for (var top = 0; top < diagonal.Length; top++)
        {
            for (var step = 0; step < MostSteps; step++)
            {
                var end = FindEnd(diagonal, beside, top);
                if (end == top)
                {
                    break;
                }

                TurnIfSteep(diagonal, beside, rows, top, end);
                Step(diagonal, beside, rows, top, end);
            }
        }
    }

    /// <summary>The last row of the block that starts at the top: what is beside its diagonal is negligible.</summary>
    private static int FindEnd(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> beside, int top)
    {
        var end = top;
        while (end < diagonal.Length - 1)
        {
            var size = Math.Abs(diagonal[end]) + Math.Abs(diagonal[end + 1]);
            if (size + Math.Abs(beside[end]) == size || Math.Abs(beside[end]) < s_negligible)
            {
                break;
            }

            end++;
        }

        return end;
    }

    /// <summary>
    /// Has the small end of a block on top. A step goes from the end up; the sine with which it begins is about the end over the top, and what that is multiplied by
    /// may be as small, so that nothing would reach a large top, in no number of steps.
    /// </summary>
    private static void TurnIfSteep(Span<double> diagonal, Span<double> beside, MatrixView<double> rows, int top, int end)
    {
        if (Math.Abs(diagonal[end]) + Math.Abs(beside[end - 1]) >= s_steep * (Math.Abs(diagonal[top]) + Math.Abs(beside[top])))
        {
            return;
        }

        diagonal[top..(end + 1)].Reverse();
        beside[top..end].Reverse();
        for (; top < end; top++, end--)
        {
            RowArithmetic.Swap(rows.Row(top), rows.Row(end));
        }
    }

    private static void Step(Span<double> diagonal, Span<double> beside, MatrixView<double> rows, int top, int end)
    {
        var ratio = (diagonal[top + 1] - diagonal[top]) / (2 * beside[top]);
        var chased = diagonal[end] - diagonal[top] + (beside[top] / (ratio + Math.CopySign(double.Hypot(ratio, 1), ratio)));
        var (sine, cosine, shift) = (1.0, 1.0, 0.0);
        for (var row = end - 1; row >= top; row--)
        {
            var (bulge, kept) = (sine * beside[row], cosine * beside[row]);
            var length = double.Hypot(bulge, chased);
            beside[row + 1] = length;
            if (length < s_negligible)
            {
                // The block falls apart here.
                diagonal[row + 1] -= shift;
                beside[end] = 0;
                return;
            }

            (sine, cosine) = (bulge / length, chased / length);
            var shifted = diagonal[row + 1] - shift;
            var change = ((diagonal[row] - shifted) * sine) + (2 * cosine * kept);
            shift = sine * change;
            diagonal[row + 1] = shifted + shift;
            chased = (cosine * change) - kept;
            RowArithmetic.Rotate(rows.Row(row), rows.Row(row + 1), cosine, sine);
        }

        diagonal[top] -= shift;
        beside[top] = chased;
        beside[end] = 0;
    }
}
