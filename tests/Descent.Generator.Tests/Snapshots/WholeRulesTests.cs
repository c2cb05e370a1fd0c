using System.Runtime.CompilerServices;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Snapshots;

/// <summary>One snapshot for each thing that a rule declares beside its update. All of it compiles without a warning.</summary>
public sealed partial class WholeRulesTests
{
    [Fact]
    public void RelaxedMaths() => Verify("""
        [Optimizer(Math = FloatMath.Relaxed)]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }
            [Update]
            private void Update(ref double weight, double gradient, [State] ref double m, [Step] int t)
            {
                m = 0.9 * m + gradient * gradient;
                var mHat = m / (1 - Math.Pow(0.9, t));
                weight -= Rate * gradient / (Math.Sqrt(mHat) + 1e-8);
            }
        }
        """);

    [Fact]
    public void Hyperparameters_OfEveryKind() => Verify("""
        public enum Form { Plain, Signed = 4, @class }

        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1, Above = 0, Max = 10)] public partial double Rate { get; set; }
            [Hyperparameter(3, Min = 1)] public partial int Period { get; init; }
            [Hyperparameter(true)] public partial bool Enabled { get; private set; }
            [Hyperparameter(Form.Signed)] internal partial Form Form { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [Step] int t)
            {
                if (Enabled && t % Period == 0)
                {
                    weight -= Rate * (Form == Form.Signed ? Math.Sign(gradient) : gradient);
                }
            }
        }
        """);

    [Fact]
    public void States_StartAsDeclared() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1)] public partial double Start { get; set; }

            [Update]
            private static void Update(
                ref double weight, double gradient, [State] ref double zero, [State(Initial = 1.5)] ref double constant,
                [State(From = "weight")] double initialWeight, [State(From = nameof(Start))] ref double _started)
            {
                zero += gradient;
                constant *= zero;
                _started = constant;
                weight = initialWeight - _started;
            }
        }
        """);

    [Fact]
    public void Helpers_AreInlined() => Verify("""
        public static class Averages
        {
            public static void Move(ref double average, double value, double decay) => average = decay * average + (1 - decay) * value;

            public static double Soft(double value, double threshold)
            {
                if (value > threshold)
                {
                    return value - threshold;
                }

                return value < -threshold ? value + threshold : 0;
            }
        }

        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.9)] public partial double Decay { get; set; }

            private double Threshold => 1 - Decay;

            private static void Split(double value, out double magnitude, out double sign)
            {
                magnitude = Math.Abs(value);
                sign = Math.Sign(value);
            }

            private double Scaled(double value) => Decay * value;

            [Update]
            private void Update(ref double weight, double gradient, [State] ref double m)
            {
                Averages.Move(decay: Decay, average: ref m, value: gradient);
                Split(m, out var magnitude, out var sign);
                weight -= Scaled(Averages.Soft(magnitude, Threshold)) * sign;
            }
        }
        """);

    [Fact]
    public void NoState_NoHyperparameter() => Verify("""
        [Optimizer]
        internal sealed partial class Rule
        {
            [Update]
            private static void Step(ref double w, double g) => w -= g;
        }
        """);

    [Fact]
    public void States_OfTheTensor() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.9)] public partial double Decay { get; set; }

            [Update]
            private void Update(
                ref double weight, double gradient, [State(Per = Per.Tensor)] ref double v,
                [State(Per = Per.Tensor, From = nameof(Decay))] ref double product, [Step] int t)
            {
                v = t == 1 ? Reduce.Sum(gradient * gradient) : Decay * v + (1 - Decay) * Reduce.Sum(gradient * gradient);
                product *= Decay;
                weight -= gradient / (Math.Sqrt(v) * (1 - product));
            }
        }
        """);

    [Fact]
    public void NestedRules() => Verify("""
        namespace Outer.@namespace
        {
            internal partial class Container
            {
                internal partial struct Inner
                {
                    [Optimizer]
                    private sealed partial class Rule
                    {
                        [Update]
                        private void Update(ref double weight, double gradient, [State] ref double m) => weight -= m += gradient;
                    }
                }
            }
        }
        """);

    [Fact]
    public void HostileNames() => Verify("""
        namespace Hostile.System
        {
            public sealed class Vector;
            public sealed class Lanes;
            public sealed class Span;

            [Optimizer]
            public sealed partial class Unsafe
            {
                private readonly double _updateValues = 1, _rate = 2;

                [Hyperparameter(0.1)] public partial double Rate { get; set; }

                public double Sum => _updateValues + _rate;

                [Update]
                private void Vector(ref double i, double @class, [State] ref double count, [State] ref double whole, [State] ref double weights, [Step] int step)
                {
                    var Lanes = @class * Rate;
                    var nextI = Lanes / step;
                    count += Lanes;
                    whole -= nextI;
                    weights = whole * count;
                    i -= weights;
                }
            }
        }
        """);

    [Fact]
    public void Reductions_OverTheOptimizer() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(1e-6, Above = 0)] public partial double InitialDistance { get; set; }
            [Hyperparameter(1.0, Min = 0)] public partial double LearningRate { get; set; }

            [Update]
            private void Update(
                ref double weight, double gradient, [State(From = nameof(weight))] double initialWeight,
                [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double distance,
                [State(Per = Per.Optimizer)] ref double steps, [Step] int t)
            {
                var clip = Math.Min(1, 1 / Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Optimizer)));
                var norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
                var moved = Reduce.Max(Math.Abs(weight - initialWeight), Per.Optimizer);
                distance = Math.Max(distance, moved);
                steps = t;
                weight -= LearningRate * distance / norm * clip * gradient;
            }
        }
        """);

    [Fact]
    public void Inputs_AreBoundToTheState() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(10, Min = 1)] public partial int Interval { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [Input] double hessian, [State] ref double h, [Step] int t)
            {
                if (t % Interval == 1)
                {
                    h = 0.99 * h + 0.01 * hessian;
                }

                weight -= gradient / Math.Max(h, 1e-12);
            }
        }
        """);

    /// <summary>What is drawn before a total is drawn again after it, from the same counter.</summary>
    [Fact]
    public void Chance_IsDrawnInEachSweep() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1, Min = 0)] public partial double Rate { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [Random(Distribution.Normal)] double direction, [Random] double keep)
            {
                var slope = Reduce.Sum(gradient * direction);
                weight -= keep < 0.5 ? Rate * slope * direction : 0;
            }
        }
        """);

    [Fact]
    public void States_OfSeveralValues() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1, Min = 0)] public partial double LearningRate { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [State(Count = 3)] Span<double> velocities, [State(Count = 2, Per = Per.Tensor, Initial = 1)] Span<double> products, [Step] int t)
            {
                var sum = 0.0;
                for (var k = 0; k < velocities.Length; k++)
                {
                    velocities[k] *= 1 - Math.Pow(0.1, k);
                    velocities[k] += gradient;
                    sum += velocities[k];
                }

                products[0] *= 0.9;
                products[1] = products[0] + t;
                weight -= LearningRate / velocities.Length * sum * products[0] / products[1];
            }
        }
        """);

    private static void Verify(string source, [CallerMemberName] string method = "") => Snapshot.VerifyRule(source, nameof(WholeRulesTests), method);
}
