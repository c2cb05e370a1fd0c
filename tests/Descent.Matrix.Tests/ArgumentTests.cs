namespace Descent.Matrices.Tests;

/// <summary>What does not fit is refused before anything is written, by a message with the argument, its value and what it must be.</summary>
public sealed class ArgumentTests
{
    private readonly MatrixWorkspace _workspace = new();

    [Fact]
    public void Views_have_the_values_of_their_shape()
    {
        Refused<ArgumentOutOfRangeException>("rows", "rows must be at least 1", () => _ = new MatrixView<float>([], 0, 3).Rows);
        Refused<ArgumentOutOfRangeException>("columns", "columns must be at least 1", () => _ = new ReadOnlyMatrixView<float>([], 3, -1).Rows);
        Refused<ArgumentException>("values", "A matrix of 2 × 3 has 6 values; there are 5.", () => _ = new MatrixView<double>(new double[5], 2, 3).Rows);
        Assert.Contains("not of Half", Assert.Throws<NotSupportedException>(() => new MatrixView<Half>(new Half[1], 1, 1).Rows).Message, StringComparison.Ordinal);
        var values = Enumerable.Range(0, 6).Select(value => (double)value).ToArray();
        Refused<ArgumentOutOfRangeException>("row", "row must be from 0 to 1", () => _ = new MatrixView<double>(values, 2, 3)[2, 0]);
        Refused<ArgumentOutOfRangeException>("column", "column must be from 0 to 2", () => _ = new MatrixView<double>(values, 2, 3)[0, 3]);
        Refused<ArgumentOutOfRangeException>("row", "row must be from 0 to 2", () => _ = new MatrixView<double>(values, 2, 3).Transposed[3, 0]);
        Assert.Equal(5, new MatrixView<double>(values, 2, 3).Transposed[2, 1]);
        Assert.Equal(3, new MatrixView<double>(values, 2, 3).Transposed[0, 1]);
        Assert.Equal("3 × 2", new MatrixView<double>(values, 2, 3).Transposed.ToString());
        Assert.Equal([3, 4, 5], new MatrixView<double>(values, 2, 3).Row(1).ToArray());
    }

    [Fact]
    public void Products_have_shapes_that_fit_and_memory_of_their_own()
    {
        var (six, nine) = (new double[6], new double[9]);
        Refused<ArgumentException>("right", "right must be 3 × 3; it is 2 × 3.", () => Matrix.Multiply<double>(new(six, 2, 3), new(six, 2, 3), new(nine, 3, 3), _workspace));
        Refused<ArgumentException>("result", "result must be 2 × 2; it is 3 × 3.", () => Matrix.Gram<double>(new(six, 2, 3), new(nine, 3, 3), _workspace));
        Refused<ArgumentException>("left", "left must not share memory", () => Matrix.Multiply<double>(new(nine, 3, 3), new(new double[9], 3, 3), new(nine, 3, 3), _workspace));
        Refused<ArgumentException>("factor", "factor must not share memory", () => Matrix.Gram<double>(new(nine, 3, 3), new(nine, 3, 3), _workspace));
        Refused<ArgumentException>("addend", "addend must be the result itself", () =>
        {
            var memory = new double[10];
            Matrix.GramAdd<double>(new(six, 3, 2), 1, new(memory.AsSpan(1), 3, 3), 1, new(memory.AsSpan(0, 9), 3, 3), _workspace);
        });
        Refused<ArgumentException>("addend", "it is a transpose", () => Matrix.GramAdd(
            new(six, 3, 2), 1, new ReadOnlyMatrixView<double>(new double[9], 3, 3).Transposed, 1, new(nine, 3, 3), _workspace));
        Refused<ArgumentException>("matrix", "it is a transpose", () => Matrix.Orthogonalize(
            new ReadOnlyMatrixView<double>(six, 3, 2).Transposed, new MatrixView<double>(new double[6], 2, 3), NewtonSchulz.Muon, _workspace));
        Refused<ArgumentException>("matrix", "matrix must not share memory", () => Matrix.Transpose<double>(new(nine, 3, 3), new(nine, 3, 3)));
        Refused<ArgumentException>("result", "result must be 3 × 2; it is 0 × 0.", () => Matrix.Transpose<double>(new(six, 2, 3), default));
        Refused<ArgumentException>("state", "state must be 2 × 2; it is 3 × 3.", () => Matrix.AccumulateGramOfRows<double>(new(six, 2, 3), new(nine, 3, 3), 1, 1, _workspace));
        Refused<ArgumentException>("state", "state must be 2 × 2; it is 3 × 3.", () => Matrix.AccumulateGramOfColumns<double>(new(six, 3, 2), new(nine, 3, 3), 1, 1, _workspace));
        Refused<ArgumentOutOfRangeException>("steps", "steps must be at least 1", () => Matrix.OrthogonalizeInSteps<double>(new(six, 2, 3), 0, new(new double[6], 2, 3), _workspace));
        Refused<ArgumentOutOfRangeException>(
            "epsilon", "epsilon must be finite and at least 0", () => Matrix.OrthogonalizeInSteps<double>(new(six, 2, 3), 1, double.NaN, isAtLeast: false, new(new double[6], 2, 3), _workspace));
    }

    [Fact]
    public void Factorizations_have_shapes_and_options_in_range()
    {
        var (six, nine) = (new double[6], new double[9]);
        Refused<ArgumentException>("symmetric", "symmetric must be square; it is 2 × 3.", () => Matrix.InverseRoot<double>(new(six, 2, 3), 2, 0, new(nine, 3, 3), _workspace));
        Refused<ArgumentOutOfRangeException>("root", "root must be at least 1", () => Matrix.InverseRoot<double>(new(nine, 3, 3), 0, 0, new(nine, 3, 3), _workspace));
        Refused<ArgumentOutOfRangeException>("epsilon", "-1", () => Matrix.InverseRoot<double>(new(nine, 3, 3), 1, -1, new(nine, 3, 3), _workspace));
        Refused<ArgumentException>("values", "values must have 3 values; it has 6.", () => Matrix.Eigenvectors(new(nine, 3, 3), six, new(nine, 3, 3), _workspace));
        Refused<ArgumentException>("order", "order must have 3 values; it has 2.", () => Matrix.RefineEigenvectors<double>(
            new(nine, 3, 3), new(nine, 3, 3), new(nine, 3, 3), new int[2], _workspace));
        Refused<ArgumentException>("matrix", "as many rows as columns; it is 2 × 3.", () => Matrix.Qr<double>(new(six, 2, 3), new(six, 2, 3), new(nine, 3, 3), _workspace));
        Refused<ArgumentOutOfRangeException>("Steps", "Steps must be at least 1", () => _ = new NewtonSchulz { Steps = 0 });
        Refused<ArgumentOutOfRangeException>("Epsilon", "-1", () => _ = new NewtonSchulz { Epsilon = -1 });
        Refused<ArgumentOutOfRangeException>("B", "finite", () => _ = new NewtonSchulz { B = double.NaN });
        Refused<ArgumentOutOfRangeException>("NormGuard", "Add or AtLeast", () => _ = new NewtonSchulz { NormGuard = (NormGuard)2 });
        Refused<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", "from 1 to 1024", () => _workspace.MaxDegreeOfParallelism = 0);
        Refused<ArgumentOutOfRangeException>("rows", "rows must be at least 1", () => _workspace.Take<float>(0, 1).Dispose());
        Refused<ArgumentOutOfRangeException>("columns", "A matrix of 65536 × 65536", () => _workspace.Take<float>(65_536, 65_536).Dispose());
    }

    [Fact]
    public void A_basis_fits_and_is_changed_from_both_sides_or_not_at_all()
    {
        var (six, four, nine, result) = (new double[6], new double[4], new double[9], new double[6]);
        Refused<ArgumentException>("left", "left must be 2 × 2; it is 3 × 3.", () => Matrix.TurnIntoBasis<double>(new(six, 2, 3), new(nine, 3, 3), new(nine, 3, 3), new(result, 2, 3), _workspace));
        Refused<ArgumentException>("right", "right must be 3 × 3; it is 2 × 2.", () => Matrix.TurnFromBasis<double>(new(six, 2, 3), new(four, 2, 2), new(four, 2, 2), new(result, 2, 3), _workspace));
        Refused<ArgumentException>("value", "value must not share memory", () => Matrix.TurnIntoBasis<double>(new(six, 2, 3), new(four, 2, 2), new(nine, 3, 3), new(six, 2, 3), _workspace));
        Refused<ArgumentException>("left", "left must not share memory", () => Matrix.TurnFromBasis<double>(new(new double[4], 2, 2), new(four, 2, 2), new(new double[4], 2, 2), new(four, 2, 2), _workspace));
        double[] vectors = [1, 0, 0, 1];
        Refused<ArgumentException>("rightVectors", "rightVectors must be 3 × 3; it is 2 × 2.", () => Matrix.RefineBasisOf<double>(
            new(six, 2, 3), new([1, 0.5, 0.5, 2], 2, 2), new(vectors, 2, 2), new(nine, 3, 3), new(four, 2, 2), new(result, 2, 3), _workspace));
        Assert.Equal([1, 0, 0, 1], vectors);
        Refused<ArgumentException>("value", "value must not share memory", () => Matrix.AccumulateGramOfRows<double>(new(four, 2, 2), new(four, 2, 2), 1, 1, _workspace));
        Refused<ArgumentException>("value", "value must not share memory", () => Matrix.AccumulateGramOfColumns<double>(new(four, 2, 2), new(four, 2, 2), 1, 1, _workspace));
        Refused<ArgumentException>("value", "it is a transpose", () => Matrix.OrthogonalizeInSteps(
            new ReadOnlyMatrixView<double>(six, 3, 2).Transposed, 1, new MatrixView<double>(result, 2, 3), _workspace));
    }

    [Fact]
    public void Factors_do_not_share_memory()
    {
        double[] both = [1, 2, 3, 4];
        Refused<ArgumentException>("triangle", "triangle must not share memory", () => Matrix.Qr<double>(new(both, 2, 2), new(both, 2, 2), new(both, 2, 2), _workspace));
        Assert.Equal([1, 2, 3, 4], both);
    }

    [Fact]
    public void A_view_of_nothing_is_refused()
    {
        Refused<ArgumentException>("left", "left must have values; it is 0 × 0.", () => Matrix.Multiply<double>(default, default, default, _workspace));
        Refused<ArgumentException>("factor", "factor must have values", () => Matrix.Gram<double>(default, default, _workspace));
        Refused<ArgumentException>("matrix", "matrix must have values", () => Matrix.Orthogonalize<double>(default, default, NewtonSchulz.Muon, _workspace));
        Refused<ArgumentException>("value", "value must have values", () => Matrix.OrthogonalizeInSteps<double>(default, 1, default, _workspace));
        Refused<ArgumentException>("symmetric", "symmetric must have values", () => Matrix.Eigenvectors<double>(default, default, default, _workspace));
        Refused<ArgumentException>("symmetric", "symmetric must have values", () => Matrix.EigenvectorsAlone<double>(default, default, _workspace));
        Refused<ArgumentException>("symmetric", "symmetric must have values", () => Matrix.InverseRoot<double>(default, 2, 0, default, _workspace));
        Refused<ArgumentException>("symmetric", "symmetric must have values", () => Matrix.RefineEigenvectors<double>(default, default, default, default, _workspace));
        Refused<ArgumentException>("matrix", "matrix must have values", () => Matrix.Qr<double>(default, default, default, _workspace));
        Refused<ArgumentException>("matrix", "matrix must have values", () => Matrix.OrthonormalFactor<double>(default, default, _workspace));
        Refused<ArgumentException>("value", "value must have values", () => Matrix.AccumulateGramOfRows<double>(default, default, 1, 1, _workspace));
        Refused<ArgumentException>("value", "value must have values", () => Matrix.TurnIntoBasis<double>(default, default, default, default, _workspace));
    }

    [Fact]
    public void Refused_operation_leaves_the_workspace_as_it_was()
    {
        using var outer = _workspace.Take<double>(1, 1);
        outer.View[0, 0] = 7;
        Assert.Throws<ArgumentException>(() => Matrix.Eigenvectors<double>(new(new double[4], 2, 2), new double[3], new(new double[4], 2, 2), _workspace));
        using var inner = _workspace.Take<double>(1, 1);
        inner.View[0, 0] = 8;
        Assert.Equal(7, outer.View[0, 0]);
    }

    private static void Refused<TException>(string name, string message, Action action)
        where TException : ArgumentException
    {
        var exception = Assert.Throws<TException>(action);
        Assert.Equal(name, exception.ParamName);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
