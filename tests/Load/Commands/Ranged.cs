using System.CommandLine;

namespace EmotionGrpc.Load.Commands;

/// <summary>Options that are numbers within bounds; a value outside is named with what is allowed.</summary>
internal static class Ranged
{
    /// <param name="name">With its hyphens.</param>
    /// <param name="what">What it counts; the bounds are told behind it.</param>
    /// <param name="letter">Stands for the value in the help.</param>
    /// <param name="value">When it is left out.</param>
    /// <param name="least">Smallest that is allowed.</param>
    /// <param name="most">Largest that is allowed.</param>
    public static Option<T> Option<T>(string name, string what, string letter, T value, T least, T most)
        where T : struct, IComparable<T>, IFormattable
    {
        var option = new Option<T>(name) { Description = FormattableString.Invariant($"{what}, {least} to {most}."), HelpName = letter, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            var given = result.GetValueOrDefault<T>();
            if (given.CompareTo(least) < 0 || given.CompareTo(most) > 0)
                result.AddError(FormattableString.Invariant($"{name} is {given}; it must lie between {least} and {most}."));
        });
        return option;
    }
}
