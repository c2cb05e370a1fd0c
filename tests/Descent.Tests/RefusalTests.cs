namespace Descent.Tests;

/// <summary>What an optimizer refuses, before anything is written.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e-300)]
    [InlineData(1.0)]
    public void Hyperparameter_OutOfRange_NamesPropertyValueAndRange(double value)
    {
        var optimizer = new Adam();

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Beta1 = value);

        Assert.Equal("Beta1", error.ParamName);
        Assert.Equal(value, error.ActualValue);
        Assert.Contains("Beta1 must be finite, at least 0 and less than 1.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0.9, optimizer.Beta1);
    }

    [Fact]
    public void Add_RefusesWhatDoesNotFit_AndChangesNothing()
    {
        float[] weights = [1, 2, 3, 4];
        var optimizer = new Adam();
        optimizer.Add("taken", weights.AsMemory(..2), new float[2]);

        AssertRefused<ArgumentException>("'taken' was added before", () => optimizer.Add("taken", new float[1]));
        AssertRefused<ArgumentException>("The value cannot be", () => optimizer.Add(" ", new float[1]));
        AssertRefused<ArgumentException>("overlap those of 'taken': tied weights", () => optimizer.Add("tied", weights.AsMemory(1..)));
        AssertRefused<ArgumentException>("has 3 weights, but 2 gradients", () => optimizer.Add("short", new float[3], new float[2]));
        AssertRefused<ArgumentException>("gradients of parameter 'same' overlap its weights", () => optimizer.Add("same", weights.AsMemory(2..), weights.AsMemory(2..)));
        AssertRefused<ArgumentException>("[2, 2] of parameter 'shape' does not hold its 3 weights", () => optimizer.Add("shape", new float[3], shape: [2, 2]));
        AssertRefused<ArgumentOutOfRangeException>("negative dimension", () => optimizer.Add("shape", new float[3], shape: [-1, -3]));
        AssertRefused<ArgumentOutOfRangeException>("a dimension of more than 2147418112", () => optimizer.Add("shape", Array.Empty<float>(), shape: [(nint)1 << 32, 0]));
        AssertRefused<NotSupportedException>("Weights of type UInt16 are not supported", () => optimizer.Add("words", new ushort[3]));
        AssertRefused<ArgumentNullException>("weights", () => optimizer.Add<float>("null", null!));

        void AssertRefused<TException>(string message, Action add)
            where TException : Exception
        {
            Assert.Contains(message, Assert.Throws<TException>(add).Message, StringComparison.Ordinal);
            Assert.Single(optimizer.Parameters);
        }
    }

    [Fact]
    public void NoName_IsNamed_WhereverOneIsAskedFor()
    {
        using var optimizer = new Adam();
        Assert.Throws<ArgumentNullException>("name", () => optimizer[null!]);
        Assert.Throws<ArgumentNullException>("name", () => optimizer.TryGetParameter(null!, out _));
        Assert.Throws<ArgumentNullException>("name", () => optimizer.Get<AdamState>(null!));
        Assert.Throws<ArgumentNullException>("name", () => optimizer.Resize<float>(null!, new float[1]));
        Assert.Throws<ArgumentNullException>("name", () => optimizer.Remove(null!));
        Assert.Throws<ArgumentException>("parts", () => OptimizerGroup.Split());
    }

    [Fact]
    public void TiedWeights_OfDifferentElementTypes_AreRefused()
    {
        var bytes = new SharedMemory(8);
        var optimizer = new Sgd();
        optimizer.Add<float>("single", bytes.Of<float>());

        Assert.Throws<ArgumentException>(() => optimizer.Add<double>("twice", bytes.Of<double>()));
    }

    [Fact]
    public void Gradients_ThatDoNotFit_AreRefused()
    {
        double[] weights = [1, 2];
        var parameter = new Sgd().Add("weights", weights, [3.0, 4.0]);

        Assert.Throws<ArgumentException>(() => parameter.BindGradients(new double[3]));
        Assert.Throws<ArgumentException>(() => parameter.BindGradients(weights));
        Assert.Equal([3.0, 4.0], parameter.Gradients.ToArray<double>());
    }

    [Fact]
    public void Update_OverSpans_RefusesBeforeTheFirstWrite()
    {
        float[] weights = [1, 2, 3];
        var optimizer = new Adam();
        var state = optimizer.CreateState(weights);

        Assert.Throws<ArgumentException>(() => optimizer.Update(weights, new float[2], state));
        Assert.Throws<ArgumentException>(() => optimizer.Update(weights.AsSpan(..2), new float[2], state));
#pragma warning disable DSC0304 // That it is refused is what is tested.
        Assert.Throws<ArgumentException>(() => optimizer.Update(weights, weights, state));
#pragma warning restore DSC0304
        Assert.Throws<ArgumentNullException>(() => optimizer.Update<float>(weights, new float[3], null!));
        Assert.Throws<NotSupportedException>(() => optimizer.CreateState<Half>([]));
        Assert.Equal([1f, 2f, 3f], weights);
        Assert.Equal(0, state.StepCount);
    }

    [Fact]
    public void DisposedOptimizer_RefusesEverything()
    {
        var optimizer = new Sgd();
        optimizer.Add("weights", new float[1], new float[1]);
        optimizer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => optimizer.Step());
        Assert.Throws<ObjectDisposedException>(() => optimizer.BeforeGradient());
        Assert.Throws<ObjectDisposedException>(() => optimizer.Add("more", new float[1]));
    }

    [Fact]
    public void StepCount_CanBeRestored_AndIsBounded()
    {
        var optimizer = new Adam();
        var parameter = optimizer.Add("weights", new float[1], new float[1]);

        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.State.StepCount = -1);
        parameter.State.StepCount = int.MaxValue;
        Assert.Contains("'weights'", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }

    /// <summary>What a rule computes once per step may throw; then no weight has been written.</summary>
    [Fact]
    public void ExceptionInStepRateCode_ComesBeforeTheFirstWrite()
    {
        double[] early = [1], late = [1];
        var optimizer = new ThrowsAtStepTwo { LearningRate = 1 };
        var ahead = optimizer.Add("early", early, [1.0]);
        optimizer.Add("late", late, [1.0]);
        ahead.IsFrozen = true;
        optimizer.Step();
        ahead.IsFrozen = false;

        Assert.Throws<DivideByZeroException>(() => optimizer.Step());

        Assert.Equal([1.0], early);
        Assert.Equal([0.0], late);
        Assert.Equal(0, ahead.StepCount);
    }

    /// <summary>One block of memory seen as several types.</summary>
    private sealed class SharedMemory(int length)
    {
        private readonly byte[] _bytes = new byte[length];

        public Memory<T> Of<T>()
            where T : unmanaged => new View<T>(_bytes).Memory;

        private sealed class View<T>(byte[] bytes) : System.Buffers.MemoryManager<T>
            where T : unmanaged
        {
            public override Span<T> GetSpan() => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes.AsSpan());

            public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

            public override void Unpin()
            {
            }

            protected override void Dispose(bool disposing)
            {
            }
        }
    }
}

/// <summary>A rule whose step-rate code throws at step 2.</summary>
[Optimizer]
internal sealed partial class ThrowsAtStepTwo
{
    /// <summary>Step size.</summary>
    [Hyperparameter(1e-3)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [Step] int t) => weight -= LearningRate / (1 / (2 - t)) * gradient;
}
