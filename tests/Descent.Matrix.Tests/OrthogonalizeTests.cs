namespace Descent.Matrices.Tests;

/// <summary>Orthogonalizing is the published iteration, has one result, and needs no memory once it has run.</summary>
public sealed class OrthogonalizeTests
{
    [Theory, InlineData(4, 9), InlineData(9, 4), InlineData(6, 6), InlineData(1, 5)]
    public void Singular_values_go_through_the_polynomial(int rows, int columns)
    {
        var workspace = new MatrixWorkspace();
        var random = new Random(1);
        double[] matrix = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5)];
        var result = new double[rows * columns];
        Matrix.Orthogonalize<double>(new(matrix, rows, columns), new(result, rows, columns), NewtonSchulz.Muon, workspace);

        // U f(S) Vᵀ has the singular values f(s), so its Gram matrix has their squares as eigenvalues, with the eigenvectors of the matrix's own.
        var norm = Math.Sqrt(matrix.Sum(value => value * value)) + 1e-7;
        var expected = SingularValues(matrix, rows, columns, workspace).Select(value => Iterated(value / norm)).OrderDescending();
        Assert.All(expected.Zip(SingularValues(result, rows, columns, workspace)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(SingularValues(result, rows, columns, workspace), value => Assert.InRange(value, 0.6, 1.25));
    }

    [Fact]
    public void Every_number_of_threads_and_place_gives_the_same_bits()
    {
        const int Rows = 300, Columns = 210;
        var random = new Random(2);
        float[] matrix = [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextSingle() - 0.5f)];
        foreach (var steps in new[] { 1, 2, 5 })
        {
            var iteration = new NewtonSchulz { Steps = steps };
            var expected = new float[matrix.Length];
            Matrix.Orthogonalize<float>(new(matrix, Rows, Columns), new(expected, Rows, Columns), iteration, new() { MaxDegreeOfParallelism = 1 });
            var inPlace = matrix.ToArray();
            Matrix.Orthogonalize<float>(new(inPlace, Rows, Columns), new(inPlace, Rows, Columns), iteration, new(VectorWidth.Bits128) { MaxDegreeOfParallelism = 3 });
            Assert.Equal(expected, inPlace);
        }
    }

    [Fact]
    public void Zeros_stay_zeros_unless_epsilon_is_zero()
    {
        var zeros = new double[6];
        Matrix.Orthogonalize<double>(new(zeros, 2, 3), new(zeros, 2, 3), NewtonSchulz.Muon, new());
        Assert.All(zeros, value => Assert.Equal(0, value));
        Matrix.Orthogonalize<double>(new(zeros, 2, 3), new(zeros, 2, 3), new() { Epsilon = 0 }, new());
        Assert.All(zeros, value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Guards_of_the_norm_differ_where_it_is_small()
    {
        Assert.Equal(0.75, First(new() { Steps = 1, A = 1, B = 0, C = 0, Epsilon = 1 }), 1e-15);
        Assert.Equal(1, First(new() { Steps = 1, A = 1, B = 0, C = 0, Epsilon = 1, NormGuard = NormGuard.AtLeast }), 1e-15);

        static double First(NewtonSchulz iteration)
        {
            double[] matrix = [3, 0];
            Matrix.Orthogonalize<double>(new(matrix, 1, 2), new(matrix, 1, 2), iteration, new());
            return matrix[0];
        }
    }

    [Fact]
    public void Second_call_allocates_nothing()
    {
        const int Rows = 40, Columns = 30;
        var workspace = new MatrixWorkspace();
        float[] matrix = [.. Enumerable.Range(0, Rows * Columns).Select(index => MathF.Sin(index))], result = new float[matrix.Length];
        float[] gram = new float[Columns * Columns], values = new float[Columns];
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            Matrix.Orthogonalize<float>(new(matrix, Rows, Columns), new(result, Rows, Columns), NewtonSchulz.Muon, workspace);
            Matrix.OrthogonalizeInSteps<float>(new(matrix, Rows, Columns), 3, 1e-3, isAtLeast: true, new(result, Rows, Columns), workspace);
            Matrix.OrthogonalizeInSteps<float>(new(matrix, Rows, Columns), 4, new(result, Rows, Columns), workspace);
            var square = new MatrixView<float>(gram, Columns, Columns);
            Matrix.Gram(new ReadOnlyMatrixView<float>(matrix, Rows, Columns).Transposed, square, workspace);
            Matrix.InverseRoot<float>(square, 4, 1e-6, square, workspace);
            Matrix.Eigenvectors<float>(square, values, square, workspace);
            Matrix.Qr<float>(new(matrix, Rows, Columns), new(result, Rows, Columns), square, workspace);
        }
    }

    private static double Iterated(double value)
    {
        for (var step = 0; step < 5; step++)
        {
            value = (3.4445 * value) - (4.7750 * Math.Pow(value, 3)) + (2.0315 * Math.Pow(value, 5));
        }

        return value;
    }

    private static double[] SingularValues(double[] matrix, int rows, int columns, MatrixWorkspace workspace)
    {
        var side = Math.Min(rows, columns);
        var (gram, values) = (new double[side * side], new double[side]);
        var view = new ReadOnlyMatrixView<double>(matrix, rows, columns);
        Matrix.Gram(rows > columns ? view.Transposed : view, new(gram, side, side), workspace);
        Matrix.Eigenvectors<double>(new(gram, side, side), values, new(gram, side, side), workspace);
        return [.. values.Select(Math.Sqrt)];
    }
}
