namespace Descent;

/// <summary>The rules that are damaged to see what the compiler makes of them.</summary>
internal static class HostileSources
{
    public static IReadOnlyList<string> Names { get; } = ["Adam", "RAdam", "NesterovLookAhead", "HeavyBallMomentum", "AdaGrad", "Language", "Forms", "Halves"];

    /// <summary>The files of one.</summary>
    public static string[] Of(string name) => name switch
    {
        "Language" => [Language],
        "Forms" => [Forms],
        "Halves" => [FirstHalf, SecondHalf],
        _ => [Repository.BuiltInRule(name)],
    };

    /// <summary>A rule with a bit of everything.</summary>
    private const string Language = """
        namespace Outer
        {
            internal partial class Container
            {
                public enum Form { Plain, Signed = 4 }

                internal static void Train(float[] weights, float[] gradients)
                {
                    using var rule = new Rule { Rate = 0.5, Period = 2 };
                    rule.Add("weights", weights, gradients);
                    for (var epoch = 0; epoch < 3; epoch++)
                    {
                        rule.BeforeGradient();
                        rule.Step();
                    }
                }

                [Optimizer]
                private sealed partial class Rule
                {
                    [Hyperparameter(0.1, Above = 0)] public partial double Rate { get; set; }
                    [Hyperparameter(3, Min = 1)] public partial int Period { get; init; }
                    [Hyperparameter(Form.Signed)] public partial Form Kind { get; private set; }

                    private static void Split(double value, out double magnitude, ref double sign)
                    {
                        magnitude = Math.Abs(value);
                        sign *= Math.Sign(value);
                    }

                    [Update]
                    private void Update(
                        ref double weight, double gradient, [State(Initial = 0.5)] ref double m, [State(From = nameof(weight))] double start,
                        [State(Per = Per.Tensor)] ref double norm, [State(Per = Per.Tensor, Initial = 1)] ref double product, [Step] int t)
                    {
                        norm = Math.Sqrt(Reduce.Sum(gradient * gradient)) + Reduce.Count(gradient > 0);
                        product *= 0.5;
                        var sign = 1.0;
                        Split(gradient, out var magnitude, ref sign);
                        for (var k = 0; k < 3; k++)
                        {
                            m += k * magnitude;
                        }

                        if (t % Period == 0 && Kind == Form.Signed)
                        {
                            weight -= Rate * sign;
                            return;
                        }

                        weight = t switch { 1 => start, > 5 and < 9 => weight - norm, _ => weight - product * (gradient > m ? 1 : -1) };
                    }
                }
            }
        }
        """;

    /// <summary>Rules and helpers in every place where a class can stand, in one file with a namespace of its own.</summary>
    private const string Forms = """
        namespace Forms.@class;

        file static class Private
        {
            public static double Half(double x) => x / 2;
        }

        public static class Shared
        {
            [Inlineable] public static double Scale(double x, int times, bool isOn) { if (!isOn) { return x; } return Private.Half(x) * times; }
        }

        public static class Generic<TItem>
        {
            public static double Twice(double x) => 2 * x;
        }

        [Optimizer] public sealed partial class First { [Update] private static void Update(ref double weight, double gradient) => weight -= Shared.Scale(gradient, 2, true); }

        [Optimizer] internal sealed partial class first { [Update] private void Update(ref double weight, double gradient, [State] ref double m) => weight -= m = Private.Half(gradient) + m; }

        public partial record struct Outer
        {
            public partial interface IInner
            {
                [Optimizer] public sealed partial class First { [Update] private static void Update(ref double weight, double gradient) => weight -= gradient; }
            }
        }

        public partial class Container<TItem>
        {
            [Optimizer] public sealed partial class Inside { [Update] private static void Update(ref double weight, double gradient) => weight -= Generic<int>.Twice(gradient); }
        }
        """;

    /// <summary>A rule whose parts are in two files, in the global namespace.</summary>
    private const string FirstHalf = """
        [Optimizer]
        public sealed partial class Halves
        {
            [Hyperparameter(0.1, Min = 0)] public partial double Rate { get; set; }

            private static partial double Shrunk(double value, double threshold);

            [Update]
            private void Update(ref double weight, double gradient, [State] ref double m, [Step] int t) => weight = Shrunk(weight - Speed * (m += gradient), 0.5 / t);
        }
        """;

    private const string SecondHalf = """
        partial class Halves
        {
            [Hyperparameter(true)] public partial bool IsFast { get; set; }

            private double Speed => IsFast ? 2 * Rate : Rate;

            private static partial double Shrunk(double value, double threshold) => value > threshold ? value - threshold : value < -threshold ? value + threshold : 0;

            [BeforeGradient]
            private void Move(ref double weight, [State] ref double m) => weight -= Rate * m;
        }
        """;
}
