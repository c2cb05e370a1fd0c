using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Tests;

/// <summary>What an optimizer does around the rule: adding, stepping, skipping, looking ahead, allocating nothing.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void Step_UpdatesFloatAndDoubleParametersSideBySide()
    {
        float[] single = [1, 2, 3];
        double[] twice = [1, 2, 3];
        var optimizer = new Sgd { LearningRate = 0.5 };
        Parameter<SgdState> first = optimizer.Add("single", single, [1f, -1f, 0f]);
        Parameter second = ((Optimizer)optimizer).Add("twice", twice, [1.0, -1.0, 0.0], shape: [3, 1]);

        var result = optimizer.Step();

        Assert.Equal(new StepResult { Updated = 2 }, result);
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
        var firstMoment = frozen.State.FirstMoment.ToArray<float>();
        float[] before = [.. weights];
        frozen.IsFrozen = true;

        Assert.Equal(new StepResult { Updated = 1, Frozen = 1, MissingGradients = 1 }, optimizer.Step());

        Assert.Equal(before, weights);
        Assert.Equal(firstMoment, frozen.State.FirstMoment.ToArray<float>());
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
        parameter.BindGradients(new float[] { 0.25f });
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
        parameter.BindGradients(new double[] { 0.25 });
        optimizer.Step();
        parameter.UnbindGradients();
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
        var state = optimizer.CreateState(second);
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
        Assert.Throws<InvalidOperationException>(() => optimizer.Update(new double[1], new double[1], optimizer.CreateState(new double[1])));
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
        parameter.UnbindGradients();

        Assert.Equal(1, optimizer.Step().MissingGradients);
        optimizer.BeforeGradient();

        Assert.Equal([0.25], weights);
        Assert.Equal(1, parameter.StepCount);
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
        optimizer.Step();
        look.BeforeGradient();
        look.Step();
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

    /// <summary>Users see no hook of the engine: derived classes have one, and editors hide it.</summary>
    [Fact]
    public void ClearGradients_SetsAllToZero_OfFrozenParametersToo()
    {
        using var sgd = new Sgd();
        using var adam = new Adam();
        using var group = new OptimizerGroup(sgd, adam);
        double[] first = [1, 2];
        float[] second = [3], padded = [4, 5, 6];
        sgd.Add("first", [0, 0], first).IsFrozen = true;
        adam.Add("second", [0], second);
        adam.Add<float>("part", new float[1].AsMemory(), padded.AsMemory(1, 1));
        adam.Add("none", new float[1]);
        sgd.Stepping += (_, _) => group.ClearGradients();

        group.Step();

        Assert.Equal([0, 0], first);
        Assert.Equal([0], second);
        Assert.Equal([4, 0, 6], padded);
        group.Dispose();
        Assert.Throws<ObjectDisposedException>(group.ClearGradients);
    }

    [Fact]
    public void WhatTheEngineCalls_IsBehindOneHiddenMember()
    {
        const System.Reflection.BindingFlags Own = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static
            | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly;
        var hooks = new[] { typeof(Optimizer), typeof(RuleOptimizer) }.SelectMany(type => type.GetMethods(Own)).Where(method => method.IsFamily || method.IsFamilyOrAssembly).Select(method => method.Name);
        Assert.Equal(["Dispose", "get_CompiledRule"], hooks.Order(StringComparer.Ordinal));

        // What a rule has beside its hyperparameters, its state and its methods over spans is private or that member.
        var members = typeof(Adam).GetMembers(Own).Where(member => member is System.Reflection.MethodInfo { IsPrivate: false } or System.Reflection.TypeInfo { IsNestedPrivate: false })
            .Select(member => member.Name).Where(name => !name.StartsWith("set_", StringComparison.Ordinal));
        Assert.Equal(
            ["Add", "Add", "CreateState", "Reference", "Update", "get_Beta1", "get_Beta2", "get_CompiledRule", "get_Epsilon", "get_LearningRate", "get_WeightDecay"],
            members.Order(StringComparer.Ordinal));
        // An editor looks at the override, and not at what it overrides.
        var overrides = new[] { typeof(AdamState), typeof(NovoGradState), typeof(SophiaGState) }.SelectMany(type => type.GetMethods(Own)).Where(method => method.IsVirtual).ToList();
        Assert.Equal(["FetchAhead", "GetValue", "MemoryAt", "SetValue"], overrides.Select(method => method.Name).Distinct().Order(StringComparer.Ordinal));
        foreach (var hidden in overrides.Concat<System.Reflection.MemberInfo>([
            typeof(RuleOptimizer).GetProperty("CompiledRule", Own)!, typeof(Adam).GetProperty("CompiledRule", Own)!, typeof(CompiledRule), typeof(CompiledSweeps<>), typeof(ParameterSource)]))
        {
            var browsable = Assert.Single(hidden.GetCustomAttributes(typeof(System.ComponentModel.EditorBrowsableAttribute), inherit: false));
            Assert.Equal(System.ComponentModel.EditorBrowsableState.Never, ((System.ComponentModel.EditorBrowsableAttribute)browsable).State);
        }
    }

    [Fact]
    public void StateMemory_StartsOnACacheLine_AndIsPaddedToOne()
    {
        for (var length = 0; length < 40; length++)
        {
            AssertAligned(StateBuffer.Create<float>(length, 1.5), length, 1.5f);
            AssertAligned(StateBuffer.Create<double>(length), length, 0.0);
        }

        static unsafe void AssertAligned<T>(StateBuffer buffer, int length, T initial)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Assert.Equal(length, buffer.Values<T>().Length);
            Assert.All(buffer.Values<T>().ToArray(), value => Assert.Equal(initial, value));

            // The memory is pinned: it has an address.
            Assert.Equal(0, (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref buffer.At<T>(0)) % 64);

            // To the end of the last line all may be written, and is the buffer's own.
            var line = 64 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            var padded = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref buffer.At<T>(0), (length + line - 1) / line * line);
            padded.Fill(T.One);
            Assert.All(buffer.Values<T>().ToArray(), value => Assert.Equal(T.One, value));
        }
    }
}
