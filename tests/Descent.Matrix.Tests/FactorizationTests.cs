namespace Descent.Matrices.Tests;

/// <summary>Factors are what their names say, to the last places, with the promised order and signs.</summary>
public sealed class FactorizationTests
{
    private const double Tolerance = 1e-13;

    private readonly MatrixWorkspace _workspace = new();

    public static TheoryData<int> Sizes => [1, 2, 3, 17, 64, 130];

    [Theory, MemberData(nameof(Sizes))]
    public void Eigenvectors_rebuild_their_matrix(int size)
    {
        var symmetric = PositiveSemidefinite(size, size);
        var (values, vectors) = Eigenvectors(symmetric, size);
        AssertOrthonormal(vectors, size, size);
        Assert.Equal(values.OrderDescending(), values);
        AssertClose(symmetric, Rebuilt(vectors, values, size), values[0]);
        for (var column = 0; column < size; column++)
        {
            var vector = Enumerable.Range(0, size).Select(row => vectors[(row * size) + column]).ToArray();
            Assert.True(vector.MaxBy(Math.Abs) > 0);
        }
    }

    [Fact]
    public void Eigenvectors_of_known_matrices_are_known()
    {
        // 2 on the diagonal and −1 beside it: 2 − 2 cos(k π / (n + 1)).
        const int Size = 50;
        var second = new double[Size * Size];
        for (var index = 0; index < Size; index++)
        {
            second[index * (Size + 1)] = 2;
            second[(index * Size) + Math.Max(index - 1, 0)] += index > 0 ? -1 : 0;
            second[(index * Size) + Math.Min(index + 1, Size - 1)] += index < Size - 1 ? -1 : 0;
        }

        var (values, _) = Eigenvectors(second, Size);
        for (var index = 0; index < Size; index++)
        {
            Assert.Equal(2 - (2 * Math.Cos((Size - index) * Math.PI / (Size + 1))), values[index], Tolerance);
        }

        Assert.Equal([3, 2, 1], Eigenvectors([2, 0, 0, 0, 1, 0, 0, 0, 3], 3).Values);
        Assert.Equal([0, 1, 0, 0, 0, 1, 1, 0, 0], Eigenvectors([2, 0, 0, 0, 1, 0, 0, 0, 3], 3).Vectors);
        Assert.Equal([1, -1], Eigenvectors([0, 1, 1, 0], 2).Values.Select(value => Math.Round(value, 12)));
        Assert.Equal([0, 0], Eigenvectors(new double[4], 2).Values);
    }

    [Theory, InlineData(1e-300), InlineData(1e300)]
    public void Eigenvectors_do_not_depend_on_the_unit(double unit)
    {
        // Powers of two scale without rounding.
        var scale = Math.ScaleB(1, Math.ILogB(unit));
        var symmetric = PositiveSemidefinite(9, 9);
        var (values, vectors) = Eigenvectors(symmetric, 9);
        var (scaledValues, scaledVectors) = Eigenvectors([.. symmetric.Select(value => value * scale)], 9);
        Assert.Equal(vectors, scaledVectors);
        Assert.Equal(values.Select(value => value * scale), scaledValues);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(8)]
    public void Inverse_root_to_its_power_is_the_inverse(int root)
    {
        const int Size = 20;
        var symmetric = PositiveSemidefinite(Size, 60);
        var result = new double[Size * Size];
        Matrix.InverseRoot<double>(new(symmetric, Size, Size), root, 0, new(result, Size, Size), _workspace);
        var product = symmetric;
        for (var power = 0; power < root; power++)
        {
            product = Multiply(product, result, Size, Size, Size);
        }

        AssertClose(Identity(Size), product, 100);
        Assert.All(Enumerable.Range(0, Size * Size), place => Assert.Equal(result[place], result[(place % Size * Size) + (place / Size)]));
    }

    [Fact]
    public void Inverse_root_adds_epsilon_to_eigenvalues_that_are_not_negative()
    {
        var result = new double[4];
        Matrix.InverseRoot<double>(new([4 - 1e-6, 0, 0, -1], 2, 2), 2, 1e-6, new(result, 2, 2), _workspace);
        Assert.Equal(0.5, result[0], 1e-12);
        Assert.Equal(1e3, result[3], 1e-9);
    }

    [Theory, InlineData(1, 1), InlineData(5, 5), InlineData(130, 70), InlineData(64, 64)]
    public void Qr_has_orthonormal_columns_and_a_triangle_with_no_negative_diagonal(int rows, int columns)
    {
        var matrix = Random(rows * columns);
        var (orthonormal, triangle) = (new double[rows * columns], new double[columns * columns]);
        Matrix.Qr<double>(new(matrix, rows, columns), new(orthonormal, rows, columns), new(triangle, columns, columns), _workspace);
        var alone = new double[orthonormal.Length];
        Matrix.OrthonormalFactor<double>(new(matrix, rows, columns), new(alone, rows, columns), _workspace);
        Assert.Equal(orthonormal, alone);
        AssertOrthonormal(orthonormal, rows, columns);
        AssertClose(matrix, Multiply(orthonormal, triangle, rows, columns, columns), Math.Sqrt(rows));
        for (var row = 0; row < columns; row++)
        {
            Assert.True(triangle[row * (columns + 1)] >= 0);
            Assert.All(Enumerable.Range(0, row), column => Assert.Equal(0, triangle[(row * columns) + column]));
        }
    }

    /// <summary>What reflections leave of such a matrix is rounding errors of rounding errors, too small to be squared, and smaller from row to row.</summary>
    [Theory, InlineData(20, 0.15), InlineData(31, 1), InlineData(40, 1), InlineData(99, 2.25), InlineData(130, 0.15)]
    public void Matrices_of_one_value_have_factors(int size, double value)
    {
        var matrix = Enumerable.Repeat(value, size * size).ToArray();
        var (values, vectors) = Eigenvectors(matrix, size);
        AssertOrthonormal(vectors, size, size);
        AssertClose(matrix, Rebuilt(vectors, values, size), values[0]);
        var (orthonormal, triangle) = (new double[size * size], new double[size * size]);
        Matrix.Qr<double>(new(matrix, size, size), new(orthonormal, size, size), new(triangle, size, size), _workspace);
        AssertOrthonormal(orthonormal, size, size);
        AssertClose(matrix, Multiply(orthonormal, triangle, size, size, size), size);
    }

    /// <summary>Of all magnitudes down to subnormal ones, as averages of squares have them where gradients ended long ago.</summary>
    [Fact]
    public void Eigenvectors_of_graded_matrices_are_orthonormal()
    {
        const int Size = 64;
        var matrix = Enumerable.Range(0, Size * Size).Select(place => Math.Pow(10, -3.0 * ((place / Size) + (place % Size)))).ToArray();
        var (values, vectors) = Eigenvectors(matrix, Size);
        AssertOrthonormal(vectors, Size, Size);
        AssertClose(matrix, Rebuilt(vectors, values, Size), values[0]);
    }

    /// <summary>As of a matrix of which only one triangle was computed.</summary>
    [Theory, InlineData(1e300), InlineData(double.NaN)]
    public void What_is_above_the_diagonal_is_not_used(double above)
    {
        const int Size = 9;
        var symmetric = PositiveSemidefinite(Size, Size);
        double[] lower = [.. symmetric.Select((value, place) => place % Size > place / Size ? above : value)];
        var (values, vectors) = Eigenvectors(symmetric, Size);
        var (valuesOfLower, vectorsOfLower) = Eigenvectors(lower, Size);
        Assert.Equal(values, valuesOfLower);
        Assert.Equal(vectors, vectorsOfLower);
        var (root, rootOfLower) = (new double[Size * Size], new double[Size * Size]);
        Matrix.InverseRoot<double>(new(symmetric, Size, Size), 4, 1e-6, new(root, Size, Size), _workspace);
        Matrix.InverseRoot<double>(new(lower, Size, Size), 4, 1e-6, new(rootOfLower, Size, Size), _workspace);
        Assert.Equal(root, rootOfLower);
    }

    [Fact]
    public void Refined_eigenvectors_converge_in_the_order_of_their_values()
    {
        const int Size = 6;
        var symmetric = PositiveSemidefinite(Size, Size);
        var (_, expected) = Eigenvectors(symmetric, Size);
        var vectors = Identity(Size);
        var order = new int[Size];
        var diagonal = Enumerable.Range(0, Size).OrderByDescending(index => symmetric[index * (Size + 1)]).ToArray();
        for (var step = 0; step < 2000; step++)
        {
            Matrix.RefineEigenvectors<double>(new(symmetric, Size, Size), new(vectors, Size, Size), new(vectors, Size, Size), order, _workspace);
            if (step == 0)
            {
                Assert.Equal(diagonal, order);
            }
        }

        Assert.Equal(Enumerable.Range(0, Size), order);
        AssertClose([.. expected.Select(Math.Abs)], [.. vectors.Select(Math.Abs)], 100);
    }

    [Fact]
    public void What_is_not_finite_makes_all_of_a_result_NaN()
    {
        double[] matrix = [1, 0, double.PositiveInfinity, 1];
        var (values, vectors) = Eigenvectors(matrix, 2);
        var (root, orthonormal, triangle, refined) = (new double[4], new double[4], new double[4], new double[4]);
        Matrix.InverseRoot<double>(new(matrix, 2, 2), 2, 0, new(root, 2, 2), _workspace);
        Matrix.Qr<double>(new(matrix, 2, 2), new(orthonormal, 2, 2), new(triangle, 2, 2), _workspace);
        Matrix.RefineEigenvectors<double>(new(matrix, 2, 2), new(Identity(2), 2, 2), new(refined, 2, 2), new int[2], _workspace);
        Assert.All([.. values, .. vectors, .. root, .. orthonormal, .. triangle, .. refined], value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Float_is_double_rounded()
    {
        const int Size = 12;
        float[] symmetric = [.. PositiveSemidefinite(Size, 2 * Size).Select(value => (float)value)];
        var (root, exact) = (new float[Size * Size], new double[Size * Size]);
        Matrix.InverseRoot<float>(new(symmetric, Size, Size), 4, 1e-6, new(root, Size, Size), _workspace);
        Matrix.InverseRoot<double>(new([.. symmetric.Select(value => (double)value)], Size, Size), 4, 1e-6, new(exact, Size, Size), _workspace);
        Assert.Equal(exact.Select(value => (float)value), root);
    }

    private static double[] Random(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 2) - 1)];
    }

    private static double[] Identity(int size)
        => [.. Enumerable.Range(0, size * size).Select(place => place / size == place % size ? 1.0 : 0.0)];

    private double[] PositiveSemidefinite(int size, int depth)
    {
        var result = new double[size * size];
        Matrix.Gram<double>(new(Random(size * depth), size, depth), new(result, size, size), _workspace);
        return result;
    }

    private (double[] Values, double[] Vectors) Eigenvectors(double[] symmetric, int size)
    {
        var (values, vectors) = (new double[size], new double[size * size]);
        Matrix.Eigenvectors<double>(new(symmetric, size, size), values, new(vectors, size, size), _workspace);
        return (values, vectors);
    }

    private double[] Rebuilt(double[] vectors, double[] values, int size)
    {
        double[] scaled = [.. vectors.Select((value, place) => value * values[place % size])];
        var result = new double[size * size];
        Matrix.Multiply(new(scaled, size, size), new ReadOnlyMatrixView<double>(vectors, size, size).Transposed, new(result, size, size), _workspace);
        return result;
    }

    private double[] Multiply(double[] left, double[] right, int rows, int depth, int columns)
    {
        var result = new double[rows * columns];
        Matrix.Multiply<double>(new(left, rows, depth), new(right, depth, columns), new(result, rows, columns), _workspace);
        return result;
    }

    private void AssertOrthonormal(double[] matrix, int rows, int columns)
    {
        var gram = new double[columns * columns];
        Matrix.Gram(new ReadOnlyMatrixView<double>(matrix, rows, columns).Transposed, new(gram, columns, columns), _workspace);
        AssertClose(Identity(columns), gram, 1);
    }

    /// <summary>A backward error of some hundred units in the last place of the scale.</summary>
    private static void AssertClose(double[] expected, double[] actual, double scale)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance * scale));
    }
}
