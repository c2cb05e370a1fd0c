namespace Descent.Tests.Engine;

/// <summary>Weights, gradients, states and inputs can be looked at without knowing their type, and as their type by code that does.</summary>
public sealed class TensorViewTests
{
    [Fact]
    public void Values_AreReadAndWrittenWhereTheyLie()
    {
        float[] weights = [1, 2, 3];
        using var optimizer = new AdamW();
        Parameter parameter = optimizer.Add("w", weights, [0.5f, 0, 0]);
        optimizer.Step();
        parameter.Weights[1] = 0.1;

        Assert.Equal(0.1f, weights[1]);
        Assert.Equal((double)0.1f, parameter.Weights[1]);
        Assert.Equal((3, typeof(float)), (parameter.Weights.Length, parameter.Weights.ElementType));
        Assert.True(parameter.Weights.Span<float>().Overlaps(weights));
        Assert.Equal([0.5, 0, 0], parameter.Gradients.ToArray<double>());
        Assert.Equal("Gradients: float[3] 0.5, 0, 0", parameter.Gradients.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.Weights[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.Weights[1L << 32]);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.Weights[-1] = 0);
    }

    [Fact]
    public void Copies_Convert()
    {
        using var optimizer = new AdamW();
        var single = optimizer.Add("single", new float[2]).State.FirstMoment;
        var twice = optimizer.Add("twice", new double[2]).State.FirstMoment;
        optimizer.Step();
        twice.CopyFrom<float>([1, 2]);
        twice[0] = Math.PI;
        twice.CopyTo(single);
        var halves = new Half[3];
        twice.CopyTo<Half>(halves);

        Assert.Equal([(float)Math.PI, 2], single.ToArray<float>());
        Assert.Equal([(Half)Math.PI, (Half)2, (Half)0], halves);
        Assert.Equal("FirstMoment: double[2] 3.14159, 2", twice.ToString());
        Assert.Contains("2 values", Assert.Throws<ArgumentException>(() => twice.CopyTo<float>(new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 values", Assert.Throws<ArgumentException>(() => twice.CopyFrom<float>(new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("stored as double, not as float", Assert.Throws<InvalidOperationException>(() => _ = twice.Span<float>()[0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryOfAnotherType_IsRefused()
    {
        using var optimizer = new SophiaG();
        var parameter = optimizer.Add("w", new float[2], [1f, 2]);
        var state = optimizer.CreateState<double>(new double[2]);

        Assert.Contains("float", Assert.Throws<ArgumentException>(() => parameter.BindGradients(new double[2])).Message, StringComparison.Ordinal);
        Assert.Contains("float", Assert.Throws<ArgumentException>(() => parameter.State.Hessian.Bind(new double[2])).Message, StringComparison.Ordinal);
        Assert.Contains("double", Assert.Throws<ArgumentException>(() => optimizer.Update<float>(new float[2], new float[2], state)).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 2], parameter.Gradients.ToArray<float>());
    }

    [Fact]
    public void GradientsThatMayNotBeWritten_AreNotCleared()
    {
        float[] gradients = [1, 2], weights = [1, 1], other = [5];
        using var optimizer = new Sgd { LearningRate = 1 };
        optimizer.Add("other", new float[1], other);
        var parameter = optimizer.Add("w", weights);
        parameter.BindGradients<float>((ReadOnlyMemory<float>)gradients);
        Assert.Equal(2, optimizer.Step().Updated);

        Assert.True(parameter.Gradients.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => _ = parameter.Gradients.Span<float>()[0]);
        Assert.Equal(2, parameter.Gradients.ReadOnlySpan<float>()[1]);
        Assert.Contains("'w'", Assert.Throws<InvalidOperationException>(optimizer.ClearGradients).Message, StringComparison.Ordinal);
        Assert.Equal(5, other[0]);
        optimizer.Options.ClearGradientsAfterStep = true;
        Assert.Contains("'w'", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
        Assert.Equal([0f, -1], weights);
        parameter.BindGradients(gradients);
        optimizer.Step();
        Assert.Equal([0f, 0], gradients);
    }
}
