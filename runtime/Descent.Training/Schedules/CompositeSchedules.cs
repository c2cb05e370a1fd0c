namespace Descent.Training;

/// <summary>What <see cref="Schedule.From"/> makes.</summary>
internal sealed class FunctionSchedule(Func<int, double> function) : Schedule
{
    public override string ToString() => "Schedule.From(…)";

    protected override double ValueAt(int step) => function(step);
}

/// <summary>What <see cref="Schedule.Then"/> makes.</summary>
internal sealed class JoinedSchedule(Schedule first, Schedule next, int at) : Schedule
{
    public override string ToString() => Text($"{first}.Then({next}, at: {at})");

    protected override double ValueAt(int step) => step < at ? first.At(step) : next.At(step - at);
}

/// <summary>What <see cref="Schedule.Repeat"/> makes.</summary>
internal sealed class RepeatedSchedule(Schedule schedule, int period) : Schedule
{
    public override string ToString() => Text($"{schedule}.Repeat({period})");

    protected override double ValueAt(int step) => schedule.At(step % period);
}

/// <summary>What <see cref="Schedule.PerEpoch"/> makes.</summary>
internal sealed class EpochSchedule(Schedule schedule, int stepsPerEpoch) : Schedule
{
    public override string ToString() => Text($"{schedule}.PerEpoch({stepsPerEpoch})");

    protected override double ValueAt(int step) => schedule.At(step / stepsPerEpoch);
}

/// <summary>What <see cref="Schedule.AtLeast"/> makes.</summary>
internal sealed class BoundedSchedule(Schedule schedule, double minimum) : Schedule
{
    public override string ToString() => Text($"{schedule}.AtLeast({minimum})");

    protected override double ValueAt(int step) => Math.Max(schedule.At(step), minimum);
}

/// <summary>The product of two schedules.</summary>
internal sealed class ProductSchedule(Schedule left, Schedule right) : Schedule
{
    public override string ToString() => Text($"({left} * {right})");

    protected override double ValueAt(int step) => left.At(step) * right.At(step);
}

/// <summary>The product of a number and a schedule.</summary>
internal sealed class ScaledSchedule(double factor, Schedule schedule) : Schedule
{
    public override string ToString() => Text($"({factor} * {schedule})");

    protected override double ValueAt(int step) => factor * schedule.At(step);
}
