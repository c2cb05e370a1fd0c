using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Training;

/// <summary>
/// The vector loops of second-order methods, each one pass over memory. Sums are of as many partial sums as a vector has lanes, so their
/// last bits depend on the vector width.
/// </summary>
internal static class DenseVector
{
    /// <summary>Σ xᵢ yᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var xs = Vectors(x);
        var ys = Vectors(y)[..(x.Length / Vector<double>.Count)];
        var sums = Vector<double>.Zero;
        for (var i = 0; i < xs.Length; i++)
        {
            sums += xs[i] * ys[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = xs.Length * Vector<double>.Count; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>√Σ xᵢ², also where the squares leave a double's range.</summary>
    public static double Norm(ReadOnlySpan<double> x)
    {
        // Below this sum, squares that vanished or lost bits would show in the norm.
        const double leastSquared = 1e-280;
        var squared = Dot(x, x);
        return squared > leastSquared && double.IsFinite(squared) ? Math.Sqrt(squared) : EuclideanNorm.Of(x);
    }

    /// <summary>Σ xᵢ yᵢ of finite numbers; infinite, with its sign, where a double does not hold it, and never NaN.</summary>
    public static double DotOfFinite(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var product = Dot(x, y);
        if (double.IsFinite(product))
        {
            return product;
        }

        var (scaleOfX, scaleOfY) = (Exponent(x), Exponent(y));
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += Math.ScaleB(x[i], -scaleOfX) * Math.ScaleB(y[i], -scaleOfY);
        }

        return Math.ScaleB(sum, scaleOfX + scaleOfY);
    }

    /// <summary>The exponent of the largest magnitude: numbers times 2 to its negative are below 2. 0 where all are 0.</summary>
    public static int Exponent(ReadOnlySpan<double> x) => Magnitudes(x).Largest is > 0 and var largest ? Math.ILogB(largest) : 0;

    /// <summary>Whether no number is NaN or infinite.</summary>
    public static bool IsFinite(ReadOnlySpan<double> x) => double.IsFinite(Magnitudes(x).Largest);

    /// <summary>x ← 2ᵉ y, which rounds nothing unless it leaves the range.</summary>
    public static void ScaleBinary(Span<double> x, int exponent, ReadOnlySpan<double> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Math.ScaleB(y[i], exponent);
        }
    }

    /// <summary>x ← x + factor y.</summary>
    public static void AddScaled(Span<double> x, double factor, ReadOnlySpan<double> y)
    {
        var xs = Vectors(x);
        var ys = Vectors(y)[..(x.Length / Vector<double>.Count)];
        for (var i = 0; i < xs.Length; i++)
        {
            xs[i] += factor * ys[i];
        }

        for (var i = xs.Length * Vector<double>.Count; i < x.Length; i++)
        {
            x[i] += factor * y[i];
        }
    }

    /// <summary>x ← x + factor y, and of the result Σ xᵢ zᵢ: the two halves of a recursion's round in one pass.</summary>
    public static double AddScaledAndDot(Span<double> x, double factor, ReadOnlySpan<double> y, ReadOnlySpan<double> z)
    {
        var count = x.Length / Vector<double>.Count;
        var xs = Vectors(x);
        var ys = Vectors(y)[..count];
        var zs = Vectors(z)[..count];
        var sums = Vector<double>.Zero;
        for (var i = 0; i < xs.Length; i++)
        {
            var next = xs[i] + (factor * ys[i]);
            xs[i] = next;
            sums += next * zs[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = count * Vector<double>.Count; i < x.Length; i++)
        {
            x[i] += factor * y[i];
            sum += x[i] * z[i];
        }

        return sum;
    }

    /// <summary>x ← factor x, and of the result Σ xᵢ zᵢ.</summary>
    public static double ScaleAndDot(Span<double> x, double factor, ReadOnlySpan<double> z)
    {
        var xs = Vectors(x);
        var zs = Vectors(z)[..(x.Length / Vector<double>.Count)];
        var sums = Vector<double>.Zero;
        for (var i = 0; i < xs.Length; i++)
        {
            var next = factor * xs[i];
            xs[i] = next;
            sums += next * zs[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = xs.Length * Vector<double>.Count; i < x.Length; i++)
        {
            x[i] *= factor;
            sum += x[i] * z[i];
        }

        return sum;
    }

    /// <summary>
    /// Writes the two differences of a curvature pair, change = after − before and move = step direction, and sums what is asked of them.
    /// </summary>
    /// <returns>Σ changeᵢ moveᵢ and Σ changeᵢ².</returns>
    public static (double ChangeDotMove, double ChangeSquared) CurvaturePair(
        Span<double> change, ReadOnlySpan<double> after, ReadOnlySpan<double> before, Span<double> move, double step, ReadOnlySpan<double> direction)
    {
        var count = change.Length / Vector<double>.Count;
        var changes = Vectors(change);
        var afters = Vectors(after)[..count];
        var befores = Vectors(before)[..count];
        var moves = Vectors(move)[..count];
        var directions = Vectors(direction)[..count];
        var (products, squares) = (Vector<double>.Zero, Vector<double>.Zero);
        for (var i = 0; i < changes.Length; i++)
        {
            var (y, s) = (afters[i] - befores[i], step * directions[i]);
            (changes[i], moves[i]) = (y, s);
            products += y * s;
            squares += y * y;
        }

        var (product, square) = (Vector.Sum(products), Vector.Sum(squares));
        for (var i = count * Vector<double>.Count; i < change.Length; i++)
        {
            (change[i], move[i]) = (after[i] - before[i], step * direction[i]);
            product += change[i] * move[i];
            square += change[i] * change[i];
        }

        return (product, square);
    }

    /// <summary>x ← −y.</summary>
    public static void Negate(Span<double> x, ReadOnlySpan<double> y)
    {
        var xs = Vectors(x);
        var ys = Vectors(y)[..(x.Length / Vector<double>.Count)];
        for (var i = 0; i < xs.Length; i++)
        {
            xs[i] = -ys[i];
        }

        for (var i = xs.Length * Vector<double>.Count; i < x.Length; i++)
        {
            x[i] = -y[i];
        }
    }

    /// <summary>max |xᵢ| and Σ |xᵢ|. NaN is the largest of all.</summary>
    public static (double Largest, double Sum) Magnitudes(ReadOnlySpan<double> x)
    {
        var xs = Vectors(x);
        var (largests, sums) = (Vector<double>.Zero, Vector<double>.Zero);
        for (var i = 0; i < xs.Length; i++)
        {
            var magnitude = Vector.Abs(xs[i]);
            largests = Vector.Max(largests, magnitude);
            sums += magnitude;
        }

        var (largest, sum) = (0.0, Vector.Sum(sums));
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            largest = Math.Max(largest, largests[i]);
        }

        for (var i = xs.Length * Vector<double>.Count; i < x.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(x[i]));
            sum += Math.Abs(x[i]);
        }

        return (double.IsNaN(sum) ? double.NaN : largest, sum);
    }

    private static Span<Vector<double>> Vectors(Span<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);

    private static ReadOnlySpan<Vector<double>> Vectors(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);
}
