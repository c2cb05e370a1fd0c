using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Tests;

/// <summary>What an optimizer does around the rule: adding, stepping, skipping, and refusing before anything is written.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void Step_UpdatesFloatAndDoubleParametersSideBySide()
    {
        float[] single = [1, 2, 3];
        double[] twice = [1, 2, 3];
        var optimizer = new Sgd { LearningRate = 0.5 };
        Parameter<float, SgdState<float>> first = optimizer.Add("single", single, [1f, -1f, 0f]);
        Parameter<double> second = ((Optimizer)optimizer).Add("twice", twice, [1.0, -1.0, 0.0], shape: [3, 1]);

        var result = optimizer.Step();

        Assert.Equal(new StepResult(Updated: 2, Frozen: 0, MissingGradients: 0), result);
        Assert.Equal([0.5f, 2.5f, 3f], single);
        Assert.Equal([0.5, 2.5, 3.0], twice);
        Assert.Equal(1, first.StepCount);
        Assert.Equal([3, 1], second.Shape.ToArray());
        Assert.Equal([3], first.Shape.ToArray());
        Assert.Same(second, optimizer["twice"]);
        Assert.Equal(["single", "twice"], optimizer.Parameters.Select(parameter => parameter.Name));
        Assert.False(optimizer.TryGetParameter("third", out _));
        Assert.Contains("'third'", Assert.Throws<KeyNotFoundException>(() => optimizer["third"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FrozenParameters_AndThoseWithoutGradients_StayAsTheyAre()
    {
        float[] weights = [1, 2], others = [3, 4], updated = [5, 6];
        var optimizer = new Adam();
        var frozen = optimizer.Add("frozen", weights, [1f, 1f]);
        var missing = optimizer.Add("missing", others);
        var active = optimizer.Add("active", updated, [1f, 1f]);
        optimizer.Step();
        var firstMoment = frozen.State.M.ToArray();
        float[] before = [.. weights];
        frozen.IsFrozen = true;

        Assert.Equal(new StepResult(Updated: 1, Frozen: 1, MissingGradients: 1), optimizer.Step());

        Assert.Equal(before, weights);
        Assert.Equal(firstMoment, frozen.State.M.ToArray());
        Assert.Equal([3f, 4f], others);
        Assert.Equal((1, 0, 2), (frozen.StepCount, missing.StepCount, active.StepCount));
    }

    /// <summary>A parameter that missed steps continues with its own step number, so its bias correction is right.</summary>
    [Fact]
    public void StepNumber_IsThatOfTheParameter()
    {
        float[] late = [1], alone = [1];
        var optimizer = new Adam();
        optimizer.Add("early", new float[] { 1 }, [1f]);
        var parameter = optimizer.Add("late", late);
        optimizer.Step();
        optimizer.Step();
        parameter.Gradients = new float[] { 0.25f };
        optimizer.Step();

        var other = new Adam();
        other.Add("alone", alone, [0.25f]);
        other.Step();

        Assert.Equal(alone, late);
    }

    [Fact]
    public void Gradients_CanBeReboundAndRemoved()
    {
        double[] weights = [1];
        var optimizer = new Sgd { LearningRate = 1 };
        var parameter = optimizer.Add("weights", weights, [0.5]);
        optimizer.Step();
        parameter.Gradients = new double[] { 0.25 };
        optimizer.Step();
        parameter.Gradients = default;
        optimizer.Step();

        Assert.Equal([0.25], weights);
        Assert.Equal(2, parameter.StepCount);
    }

    [Fact]
    public void Update_OverSpans_GivesTheBitsOfStep()
    {
        float[] first = [1, 2, 3, 4, 5], second = [1, 2, 3, 4, 5], gradients = [1, -2, 3, -4, 5];
        var optimizer = new Adam { WeightDecay = 0.1 };
        optimizer.Add("weights", first, gradients);
        var state = optimizer.CreateState<float>(second);
        for (var step = 0; step < 3; step++)
        {
            optimizer.Step();
            optimizer.Update(second, gradients, state);
        }

        Assert.Equal(first, second);
        Assert.Equal(3, state.StepCount);
    }

    [Fact]
    public void HyperparameterChange_ActsOnTheNextStep()
    {
        double[] weights = [1];
        var optimizer = new Sgd { LearningRate = 0.5 };
        optimizer.Add("weights", weights, [1.0]);
        optimizer.Step();
        optimizer.LearningRate = 0.25;
        optimizer.Step();

        Assert.Equal([0.25], weights);
    }

    /// <summary>What is computed once per step is kept until a hyperparameter changes, even if the step number does not.</summary>
    [Fact]
    public void HyperparameterChange_AtTheSameStepNumber_Acts()
    {
        double[] weights = [1];
        var optimizer = new Sgd { LearningRate = 0.5 };
        var parameter = optimizer.Add("weights", weights, [1.0]);
        optimizer.Step();
        optimizer.LearningRate = 0.25;
        parameter.State.StepCount = 0;
        optimizer.Step();

        Assert.Equal([0.25], weights);
    }

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
        AssertRefused<NotSupportedException>("Weights of type Half are not supported", () => optimizer.Add("half", new Half[3]));
        AssertRefused<ArgumentNullException>("weights", () => optimizer.Add<float>("null", null!));

        void AssertRefused<TException>(string message, Action add)
            where TException : Exception
        {
            Assert.Contains(message, Assert.Throws<TException>(add).Message, StringComparison.Ordinal);
            Assert.Single(optimizer.Parameters);
        }
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

        Assert.Throws<ArgumentException>(() => parameter.Gradients = new double[3]);
        Assert.Throws<ArgumentException>(() => parameter.Gradients = weights);
        Assert.Equal([3.0, 4.0], parameter.Gradients.ToArray());
    }

    [Fact]
    public void Update_OverSpans_RefusesBeforeTheFirstWrite()
    {
        float[] weights = [1, 2, 3];
        var optimizer = new Adam();
        var state = optimizer.CreateState<float>(weights);

        Assert.Throws<ArgumentException>(() => optimizer.Update(weights, new float[2], state));
        Assert.Throws<ArgumentException>(() => optimizer.Update(weights.AsSpan(..2), new float[2], state));
        Assert.Throws<ArgumentException>(() => optimizer.Update(weights, weights, state));
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

    [Fact]
    public void BeforeGradient_IsNeeded_AndMovesOnce()
    {
        double[] weights = [1];
        var optimizer = new NesterovLookAhead { LearningRate = 0.5, Momentum = 0.5 };
        var parameter = optimizer.Add("weights", weights, [1.0]);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step());

        optimizer.BeforeGradient();
        optimizer.Step();
        Assert.Equal([0.5], weights);

        optimizer.BeforeGradient();
        optimizer.BeforeGradient();
        Assert.Equal([0.25], weights);
        Assert.True(parameter.State.AwaitsGradient);
        Assert.Throws<InvalidOperationException>(() => optimizer.Update(new double[1], new double[1], optimizer.CreateState<double>(new double[1])));
    }

    /// <summary>A gradient that does not come leaves the weights at the look-ahead point, and they are not moved again.</summary>
    [Fact]
    public void BeforeGradient_WithoutAGradient_WaitsForIt()
    {
        double[] weights = [1];
        var optimizer = new NesterovLookAhead { LearningRate = 0.5, Momentum = 0.5 };
        var parameter = optimizer.Add("weights", weights, [1.0]);
        optimizer.BeforeGradient();
        optimizer.Step();
        optimizer.BeforeGradient();
        parameter.Gradients = default;

        Assert.Equal(1, optimizer.Step().MissingGradients);
        optimizer.BeforeGradient();

        Assert.Equal([0.25], weights);
        Assert.Equal(1, parameter.StepCount);
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

    [Fact]
    public void Step_AllocatesNothing()
    {
        var optimizer = new Adam { WeightDecay = 0.01 };
        for (var index = 0; index < 20; index++)
        {
            optimizer.Add($"single{index}", new float[100 + index], new float[100 + index]);
            optimizer.Add($"twice{index}", new double[100 + index], new double[100 + index]);
        }

        var look = new NesterovLookAhead();
        look.Add("weights", new float[33], new float[33]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 10; step++)
        {
            optimizer.LearningRate = 1e-3 / (step + 1);
            optimizer.Step();
            look.BeforeGradient();
            look.Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void StateMemory_StartsOnACacheLine_AndIsPaddedToOne()
    {
        for (var length = 0; length < 40; length++)
        {
            AssertAligned(new StateBuffer<float>(length, 1.5), length, 1.5f);
            AssertAligned(new StateBuffer<double>(length), length, 0.0);
        }

        static void AssertAligned<T>(StateBuffer<T> buffer, int length, T initial)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Assert.Equal(length, buffer.Span.Length);
            Assert.All(buffer.Span.ToArray(), value => Assert.Equal(initial, value));
            var line = 64 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            Assert.Equal((length + line - 1) / line * line, buffer.Padded.Length);
            if (length > 0)
            {
                Assert.Equal(0, System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(PinnedArray(buffer, out var offset), offset) % 64);
            }
        }

        static T[] PinnedArray<T>(StateBuffer<T> buffer, out int offset)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var memory = (T[])typeof(StateBuffer<T>).GetField("_memory", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(buffer)!;
            offset = (int)(System.Runtime.CompilerServices.Unsafe.ByteOffset(ref memory[0], ref buffer.Span[0]) / System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
            return memory;
        }
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
