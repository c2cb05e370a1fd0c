using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Descent.Tests.Engine;

/// <summary>Memory that a step writes overlaps nothing else that it reads or writes: refused before the first write, naming both.</summary>
public sealed class OverlapTests
{
    [Fact]
    public void WeightsOfTwoOptimizers_AreRefusedByTheirGroup()
    {
        float[] weights = [1, 2, 3, 4];
        using var first = new Sgd { LearningRate = 1 };
        using var second = new Adam();
        first.Add("a", weights.AsMemory(..3), new float[] { 1, 1, 1 });
        second.Add("b", weights.AsMemory(2..), new float[] { 1, 1 });

        var refusal = Assert.Throws<ArgumentException>(() => new OptimizerGroup(first, second)).Message;

        Assert.Contains("weights of parameter 'a' of optimizer 0 (Sgd) overlap the weights of parameter 'b' of optimizer 1 (Adam)", refusal, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], weights);
    }

    [Fact]
    public void WeightsThatAreAddedLater_AreRefusedByTheGroupsStep()
    {
        float[] weights = [1, 2];
        using var first = new Sgd { LearningRate = 1 };
        using var second = new Sgd { LearningRate = 1 };
        var group = new OptimizerGroup(first, second);
        first.Add("a", weights, new float[] { 1, 1 });
        group.Step();
        second.Add("b", weights, new float[] { 1, 1 });

        AssertRefused(group.Step, "'a'", "'b'");
        AssertRefused(group.Step, "'a'", "'b'");
        Assert.Equal([0, 1], weights);
    }

    [Fact]
    public void SharedGradients_AreRefused_IfTheyAreZeroed()
    {
        float[] first = [0], second = [0], gradients = [1];
        using var optimizer = new Sgd { LearningRate = 1 };
        optimizer.Add("x", first, gradients);
        optimizer.Add("y", second, gradients);
        Assert.Equal(2, optimizer.Step().Updated);

        optimizer.Options.ClearGradientsAfterStep = true;

        AssertRefused(optimizer.Step, "gradients of parameter 'x' overlap the gradients of parameter 'y'", "ClearGradientsAfterStep");
        Assert.Equal([-1, -1, 1], [first[0], second[0], gradients[0]]);
    }

    [Fact]
    public void GradientsThatAreWeightsOfAnother_AreRefused()
    {
        float[] a = [1, 2], b = [3, 4];
        using var optimizer = new Sgd { LearningRate = 1 };
        var parameter = optimizer.Add("a", a, b);
        Assert.Contains("overlap the weights of parameter 'a'", Assert.Throws<ArgumentException>(() => optimizer.Add("c", new float[2], a)).Message, StringComparison.Ordinal);
        Assert.Contains("overlap the weights of parameter 'a'", Assert.Throws<ArgumentException>(() => optimizer.Add("b", b, a)).Message, StringComparison.Ordinal);
        Assert.Single(optimizer.Parameters);
        optimizer.Add("b", b, new float[2]);
        AssertRefused(optimizer.Step, "gradients of parameter 'a' overlap the weights of parameter 'b'");

        parameter.BindGradients(new float[] { 1, 1 });
        Assert.Equal(2, optimizer.Step().Updated);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => parameter.BindGradients(b)).Message, StringComparison.Ordinal);
        Assert.Equal([0, 1], a);
    }

    /// <summary>An overlap of one value, on either side.</summary>
    [Theory]
    [InlineData(0, 4, 3, true)]
    [InlineData(0, 4, 4, false)]
    [InlineData(5, 2, 2, true)]
    [InlineData(5, 2, 1, false)]
    public void PartialOverlaps_AreFound(int start, int length, int otherStart, bool overlaps)
    {
        var memory = new float[16];
        using var optimizer = new Sgd();
        optimizer.Add("a", memory.AsMemory(start, length), new float[length]);
        var other = memory.AsMemory(otherStart, 4);
        Assert.Equal(overlaps, Record.Exception(() => optimizer.Add("b", other, new float[4])) is ArgumentException);
        var later = new Sgd();
        later.Add("c", new float[4].AsMemory(), other);
        later.Add("a", memory.AsMemory(start, length), new float[length]);
        Assert.Equal(overlaps, Record.Exception(() => later.Step()) is InvalidOperationException);
    }

    [Fact]
    public void InputsOverWeights_AreRefused()
    {
        double[] weights = [1, 2], others = [3, 4];
        using var optimizer = new SophiaH();
        var parameter = optimizer.Add("a", weights, new double[] { 1, 1 });
        var other = optimizer.Add("b", others, new double[] { 1, 1 });
        parameter.State.Hessian.Bind(others);
        other.State.Hessian.Bind(new double[2]);

        AssertRefused(optimizer.Step, "input Hessian of parameter 'a'", "weights of parameter 'b'");

        parameter.State.Hessian.Bind(other.State.Hessian.Memory<double>());
        Assert.Equal(2, optimizer.Step().Updated);
        parameter.State.Hessian.Bind(weights);
        AssertRefused(optimizer.Step, "input Hessian of parameter 'a'", "weights of parameter 'a'");
    }

    /// <summary>Memory of the caller's own making can lie over anything: over an array, over itself in another type, over a state.</summary>
    [Fact]
    public unsafe void MemoryThatIsNotAnArray_IsFoundByItsAddress()
    {
        var array = new float[8];
        using var optimizer = new Adam();
        var parameter = optimizer.Add("array", array, new float[8]);
        using var over = new CustomMemory<float>(array);
        Assert.Contains("over", optimizer.Add("over", over.Memory, new float[8]).Name, StringComparison.Ordinal);
        GC.Collect();
        AssertRefused(optimizer.Step, "weights of parameter 'array' overlap the weights of parameter 'over'");

        using var others = new Adam();
        var own = others.Add("own", new float[8], new float[8]);
        fixed (float* state = own.State.FirstMoment.Span<float>())
        {
            using var overState = new PointerMemory(state, 8);
            others.Add("state", overState.Memory, new float[8]);
            AssertRefused(others.Step, "state FirstMoment of parameter 'own'", "weights of parameter 'state'");
        }
    }

    [Fact]
    public void Update_OverSpans_RefusesStatesAsWeightsOrGradients()
    {
        var optimizer = new Adam();
        var weights = new float[4];
        var state = optimizer.CreateState(weights);

        Assert.Contains("state FirstMoment", Assert.Throws<ArgumentException>(() => optimizer.Update(state.FirstMoment.Span<float>(), new float[4], state)).Message, StringComparison.Ordinal);
        Assert.Contains("state SecondMoment", Assert.Throws<ArgumentException>(() => optimizer.Update<float>(weights, state.SecondMoment.Span<float>(), state)).Message, StringComparison.Ordinal);
        var sophia = new SophiaH();
        var other = sophia.CreateState(weights);
        other.Hessian.Bind(weights);
        Assert.Contains("input Hessian", Assert.Throws<ArgumentException>(() => sophia.Update(weights, new float[4], other)).Message, StringComparison.Ordinal);
        Assert.Equal(0, state.StepCount + other.StepCount);
    }

    /// <summary>Gradients that are bound anew are looked at anew, without an allocation.</summary>
    [Fact]
    public void BindingGradients_AllocatesNothing()
    {
        using var optimizer = new Sgd { Options = { ClearGradientsAfterStep = true } };
        float[] one = new float[100], other = new float[100];
        var parameter = optimizer.Add("a", new float[100], one);
        optimizer.Add("b", new float[100], new float[100]);
        Bind(4);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Bind(10);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Bind(int times)
        {
            for (var time = 0; time < times; time++)
            {
                parameter.BindGradients(time % 2 == 0 ? other : one);
                optimizer.Step();
            }
        }
    }

#pragma warning disable DSC0302 // Adding alone is looked at.
    /// <summary>A look at all parameters for each that is added took more than a minute.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ManyParameters_AreAddedAtOnce(bool inOneArray)
    {
        const int Count = 100_000;
        var all = new float[4 * Count];
        var optimizer = new Sgd();
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < Count; index++)
        {
            optimizer.Add(index.ToString(System.Globalization.CultureInfo.InvariantCulture), inOneArray ? all.AsMemory(4 * index, 4) : new float[4]);
        }

        // It takes a fraction of a second; the machine may be busy with other things.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    /// <summary>Nor does adding reach for the memory of all others.</summary>
    [Fact]
    public void Adding_ReachesForFewOthers()
    {
        const int Count = 3_000;
        var reaches = 0;
        var optimizer = new Sgd();
        for (var index = 0; index < Count; index++)
        {
            optimizer.Add(index.ToString(System.Globalization.CultureInfo.InvariantCulture), new CustomMemory<float>(new float[4], () => reaches++).Memory);
        }

        // All of them for each would be 4,500,000; after a garbage collection all are looked at anew.
        Assert.InRange(reaches, Count, 1_000_000);
    }
#pragma warning restore DSC0302

    /// <summary>Two gibibytes and more: bytes are counted in more than 32 bits. The memory is not touched.</summary>
    [Fact]
    public void TensorsOfTwoGibibytes_CanBeAdded()
    {
        using var optimizer = new Sgd();
        using var weights = new HugeMemory<float>(1L << 60, 536_870_912);
        optimizer.Add("float", weights.Memory);
        using var twice = new HugeMemory<double>(1L << 61, 2_147_418_112);
        Assert.Equal(2_147_418_112, optimizer.Add("double", twice.Memory).Length);
        Assert.Contains("'inside' overlap those of 'float'", Assert.Throws<ArgumentException>(() => optimizer.Add("inside", weights.Memory[536_870_900..])).Message, StringComparison.Ordinal);
        using var longer = new HugeMemory<float>(1L << 62, 2_147_418_113);
        Assert.Contains("at most 2147418112", Assert.Throws<ArgumentException>(() => optimizer.Add("longer", longer.Memory)).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(Func<StepResult> step, params string[] parts)
    {
        var message = Assert.Throws<InvalidOperationException>(() => step()).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private sealed unsafe class PointerMemory(float* first, int length) : System.Buffers.MemoryManager<float>
    {
        public override Span<float> GetSpan() => new(first, length);

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>Says that it is very long. It is nowhere: only what counts bytes looks at it.</summary>
    private sealed unsafe class HugeMemory<T>(long first, int length) : System.Buffers.MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.AsRef<T>((void*)first), length);

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
