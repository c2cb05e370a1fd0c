namespace Descent.Training;

/// <summary>
/// √Σ x² of any numbers, where no square overflows or vanishes on the way: very large and very small numbers are summed in scales of
/// their own (Blue, 1978, "A portable Fortran program to find the Euclidean norm of a vector", ACM TOMS 4). Numbers of ordinary size are
/// squared as they are. NaN where a number is NaN.
/// </summary>
internal struct EuclideanNorm
{
    // Beyond these a square, or the sum of 2³¹ of them, is out of a double's range, or not exact to its last bits; powers of two round nothing.
    private static readonly double Small = Math.ScaleB(1, -511), Large = Math.ScaleB(1, 486);
    private static readonly double SmallFactor = Math.ScaleB(1, 537), LargeFactor = Math.ScaleB(1, -538);

    private double _small, _ordinary, _large;

    /// <summary>The norm of the numbers so far; infinite where a double does not hold it.</summary>
    public readonly double Value
    {
        get
        {
            if (_large > 0)
            {
                return Math.Sqrt(_large + (_ordinary * LargeFactor * LargeFactor)) / LargeFactor;
            }

            if (_small == 0)
            {
                return Math.Sqrt(_ordinary);
            }

            var (ordinary, small) = (Math.Sqrt(_ordinary), Math.Sqrt(_small) / SmallFactor);
            return double.Hypot(ordinary, small);
        }
    }

    /// <summary>The norm of numbers.</summary>
    public static double Of(ReadOnlySpan<double> numbers)
    {
        var norm = default(EuclideanNorm);
        foreach (var number in numbers)
        {
            norm.Add(number);
        }

        return norm.Value;
    }

    /// <summary>Takes a number in.</summary>
    public void Add(double number)
    {
        var magnitude = Math.Abs(number);
        if (magnitude > Large)
        {
            magnitude *= LargeFactor;
            _large += magnitude * magnitude;
        }
        else if (magnitude < Small)
        {
            magnitude *= SmallFactor;
            _small += magnitude * magnitude;
        }
        else
        {
            _ordinary += magnitude * magnitude;
        }
    }
}
