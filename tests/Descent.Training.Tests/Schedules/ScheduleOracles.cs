using System.Text.Json;

namespace Descent.Training.Tests.Schedules;

/// <summary>The recorded schedules of <c>data/lr_schedules.json</c>, each as a user of this library writes it.</summary>
internal static class ScheduleOracles
{
    private static readonly Dictionary<string, JsonElement> Entries = Read();

    public static IEnumerable<string> Ids => Entries.Keys;

    public static JsonElement Entry(string id) => Entries[id];

    public static double[] Numbers(this JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static double Number(this JsonElement args, string name, double otherwise)
        => args.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

    public static int Integer(this JsonElement args, string name, int otherwise)
        => args.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    public static string Text(this JsonElement args, string name, string otherwise)
        => args.TryGetProperty(name, out var value) ? value.GetString()! : otherwise;

    /// <summary>The schedule of the learning rate of an entry.</summary>
    public static Schedule LearningRate(JsonElement entry)
        => Make(entry.Text("scheduler", ""), entry.Number("base_lr", double.NaN), entry.GetProperty("args"));

    /// <summary>The schedule of the momentum of an entry that has one.</summary>
    public static Schedule Momentum(JsonElement entry)
    {
        var args = entry.GetProperty("args");
        return LearningRate(entry) switch
        {
            CyclicSchedule cyclic => cyclic.MomentumSchedule(args.Number("base_momentum", 0.8), args.Number("max_momentum", 0.9)),
            OneCycleSchedule oneCycle => oneCycle.MomentumSchedule(),
            var other => throw new NotSupportedException($"{other} has no momentum."),
        };
    }

    public static ReduceOnPlateau Plateau(JsonElement entry)
    {
        var args = entry.GetProperty("args");
        return new(
            entry.Number("base_lr", double.NaN),
            args.Number("factor", 0.1),
            args.Integer("patience", 10),
            args.Number("threshold", 1e-4),
            args.Text("threshold_mode", "rel") == "abs" ? PlateauThreshold.Absolute : PlateauThreshold.Relative,
            args.Integer("cooldown", 0),
            args.Number("min_lr", 0))
        {
            Maximize = args.Text("mode", "min") == "max",
        };
    }

    private static Schedule Make(string scheduler, double rate, JsonElement args) => scheduler switch
    {
        "StepLR" => new StepDecay(rate, args.Integer("step_size", 0), args.Number("gamma", 0.1)),
        "MultiStepLR" => new MultiStepDecay(
            rate, [.. args.GetProperty("milestones").EnumerateArray().Select(value => value.GetInt32())], args.Number("gamma", 0.1)),
        "ExponentialLR" => new ExponentialDecay(rate, args.Number("gamma", 0)),
        "LinearLR" => new Ramp(
            rate * args.Number("start_factor", 1.0 / 3), rate * args.Number("end_factor", 1), args.Integer("total_iters", 5)),
        "ConstantLR" => new ConstantSchedule(rate * args.Number("factor", 1.0 / 3))
            .Then(new ConstantSchedule(rate), at: args.Integer("total_iters", 5)),
        "PolynomialLR" => new PolynomialDecay(rate, args.Integer("total_iters", 5), power: args.Number("power", 1)),
        "CosineAnnealingLR" => new CosineDecay(rate, args.Integer("T_max", 0), args.Number("eta_min", 0)) { IsPeriodic = true },
        "CosineAnnealingWarmRestarts" => new CosineWarmRestarts(
            rate, args.Integer("T_0", 0), args.Integer("T_mult", 1), args.Number("eta_min", 0)),
        "CyclicLR" => Cyclic(args),
        "OneCycleLR" => new OneCycleSchedule(
            args.Number("max_lr", 0), args.Integer("total_steps", 0), args.Number("pct_start", 0.3),
            Curve(args.Text("anneal_strategy", "cos")), args.Number("div_factor", 25), args.Number("final_div_factor", 1e4),
            args.TryGetProperty("three_phase", out var three) && three.GetBoolean() ? OneCyclePhases.Three : OneCyclePhases.Two),
        "LambdaLR" => Lambda(rate, args),
        "MultiplicativeLR" when args.Text("lambda", "") == "0.98 at every step" => new ExponentialDecay(rate, 0.98),
        "SequentialLR" => Part(rate, args, 0).Then(Part(rate, args, 1), at: args.GetProperty("milestones")[0].GetInt32()),
        "ChainedScheduler" => Part(1, args, 0) * Part(rate, args, 1),
        "SWALR" => new Ramp(rate, args.Number("swa_lr", 0), args.Integer("anneal_epochs", 10), Curve(args.Text("anneal_strategy", "cos"))),
        "get_wsd_schedule" => new WarmUpStableDecay(rate, rate * args.Number("min_lr_ratio", 0), Curve(args.Text("cooldown_type", "1-sqrt")))
        {
            WarmUpSteps = args.Integer("num_warmup_steps", 0),
            StableSteps = args.Integer("num_stable_steps", 0),
            DecaySteps = args.Integer("num_decay_steps", 0),
        },
        _ => throw new NotSupportedException($"No schedule is said for {scheduler}."),
    };

    private static Schedule Part(double rate, JsonElement args, int index)
    {
        var part = args.GetProperty("parts")[index];
        return Make(part[0].GetString()!, rate, part[1]);
    }

    private static Schedule Lambda(double rate, JsonElement args) => args.Text("lambda", "") switch
    {
        "1 / (1 + k*t)" => new InverseTimeDecay(rate, args.Number("k", 0)),
        "exp(-k*t)" => new ExponentialDecay(rate, Math.Exp(-args.Number("k", 0))),
        "min((t+1)^-0.5, (t+1)*w^-1.5)" => new NoamSchedule(modelSize: 1, args.Integer("w", 0), scale: rate),
        "k^floor(t/10)" => new ExponentialDecay(rate, args.Number("k", 0)).PerEpoch(10),
        var lambda => throw new NotSupportedException($"No schedule is said for the lambda {lambda}."),
    };

    private static CyclicSchedule Cyclic(JsonElement args) => new(
        args.Number("base_lr", 0),
        args.Number("max_lr", 0),
        args.Integer("step_size_up", 2000),
        args.TryGetProperty("step_size_down", out var down) ? down.GetInt32() : null,
        args.Text("mode", "triangular") switch
        {
            "triangular" => CyclicMode.Triangular,
            "triangular2" => CyclicMode.Triangular2,
            "exp_range" => CyclicMode.ExponentialRange,
            var mode => throw new NotSupportedException($"There is no mode {mode}."),
        },
        args.Number("gamma", 1));

    private static RampCurve Curve(string name) => name switch
    {
        "cos" or "cosine" => RampCurve.Cosine,
        "linear" => RampCurve.Linear,
        "1-sqrt" => RampCurve.OneMinusSquareRoot,
        _ => throw new NotSupportedException($"There is no curve {name}."),
    };

    private static Dictionary<string, JsonElement> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "lr_schedules.json"));
        using var document = JsonDocument.Parse(file);
        return document.RootElement.GetProperty("entries").EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("id").GetString()!, entry => entry.Clone());
    }
}
