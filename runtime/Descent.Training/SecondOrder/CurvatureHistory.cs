namespace Descent.Training;

/// <summary>
/// The last pairs (s, y) of a move and the change of the gradients over it, and the product of a vector with the inverse Hessian that they
/// imply: the two-loop recursion (Nocedal, 1980; Nocedal and Wright, 2006, algorithm 7.4).
/// </summary>
internal sealed class CurvatureHistory
{
    /// <summary>A pair of less curvature than this is left out; otherwise the inverse Hessian would not be positive definite.</summary>
    private const double LeastCurvature = 1e-10;

    private readonly double[][] _moves, _changes;
    private readonly double[] _inverseCurvatures, _coefficients;
    private int _oldest, _count;
    private double _scale = 1;

    public CurvatureHistory(int length, int capacity)
    {
        // One more than is in use, to write a new pair to before it is known whether it counts.
        _moves = new double[capacity + 1][];
        _changes = new double[capacity + 1][];
        for (var i = 0; i <= capacity; i++)
        {
            _moves[i] = GC.AllocateUninitializedArray<double>(length);
            _changes[i] = GC.AllocateUninitializedArray<double>(length);
        }

        _inverseCurvatures = new double[capacity + 1];
        _coefficients = new double[capacity + 1];
    }

    public void Clear() => (_oldest, _count, _scale) = (0, 0, 1);

    /// <summary>Takes in the pair of a move, step direction, if it has curvature, and a double holds it; at full capacity in place of the oldest.</summary>
    public void Add(double step, ReadOnlySpan<double> direction, ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        var free = Slot(_count);
        var (curvature, squared) = DenseVector.CurvaturePair(_changes[free], after, before, _moves[free], step, direction);
        var scale = curvature / squared;
        if (double.IsInfinity(squared))
        {
            var norm = DenseVector.Norm(_changes[free]);
            scale = curvature / norm / norm;
        }

        if (!(curvature > LeastCurvature) || !double.IsFinite(curvature) || !(scale > 0))
        {
            return;
        }

        _inverseCurvatures[free] = 1 / curvature;
        _scale = scale;
        if (_count == _moves.Length - 1)
        {
            _oldest = Slot(1);
        }
        else
        {
            _count++;
        }
    }

    /// <summary>Writes −H g, with H the inverse Hessian that the pairs imply.</summary>
    public void WriteDirection(Span<double> direction, ReadOnlySpan<double> gradients)
    {
        DenseVector.Negate(direction, gradients);
        if (_count == 0)
        {
            return;
        }

        // Each round ends with the product that the next one begins with, so that it is one pass.
        var product = DenseVector.Dot(direction, _moves[Slot(_count - 1)]);
        for (var i = _count - 1; i > 0; i--)
        {
            product = DenseVector.AddScaledAndDot(direction, -Coefficient(i, product), _changes[Slot(i)], _moves[Slot(i - 1)]);
        }

        DenseVector.AddScaled(direction, -Coefficient(0, product), _changes[_oldest]);
        product = DenseVector.ScaleAndDot(direction, _scale, _changes[_oldest]);
        for (var i = 0; i < _count - 1; i++)
        {
            product = DenseVector.AddScaledAndDot(direction, Correction(i, product), _moves[Slot(i)], _changes[Slot(i + 1)]);
        }

        DenseVector.AddScaled(direction, Correction(_count - 1, product), _moves[Slot(_count - 1)]);
    }

    private double Coefficient(int age, double product) => _coefficients[Slot(age)] = product * _inverseCurvatures[Slot(age)];

    private double Correction(int age, double product) => _coefficients[Slot(age)] - (product * _inverseCurvatures[Slot(age)]);

    /// <summary>Where the pair is that came after so many of those present.</summary>
    private int Slot(int age) => (_oldest + age) % _moves.Length;
}
